#nullable enable
#pragma warning disable IDE0005 // PowerShell compiles this file too, and has no implicit usings.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Pace.Tests.Warehouses;

/// <summary>Google's token endpoint: https://developers.google.com/identity/protocols/oauth2/service-account</summary>
public sealed partial class BigQueryStub
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private StubAnswer GiveToken(StubRequest request)
    {
        if (request.Method != "POST" || request.Header("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) != true)
        {
            throw Refuse($"{request} is no form.");
        }

        Dictionary<string, string> form = request.Body.Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        foreach (string name in form.Keys.Where(name => name is not ("grant_type" or "assertion" or "scope")))
        {
            throw Refuse($"The token's form has the unknown field '{name}'.");
        }

        if (form.GetValueOrDefault("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer")
        {
            throw Refuse("The token's form is no jwt-bearer grant.");
        }

        if (Claims(form.GetValueOrDefault("assertion") ?? "", _key, "iss", "scope", "aud", "iat", "exp", "email_verified") is not { } claims)
        {
            return new StubAnswer(400, new JsonObject { ["error"] = "invalid_grant", ["error_description"] = "Invalid JWT Signature." });
        }

        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if ((string?)claims["iss"] != Email || (string?)claims["aud"] != "https://oauth2.googleapis.com/token" || (string?)claims["scope"] != Scope
            || (long)claims["exp"]! - (long)claims["iat"]! > 3600 || (long)claims["exp"]! < now || (long)claims["iat"]! > now + 5)
        {
            Violate("An assertion's claims are not as Google wants them: " + claims.ToJsonString());
            return new StubAnswer(400, new JsonObject { ["error"] = "invalid_grant", ["error_description"] = "Invalid JWT." });
        }

        TokensGiven++;
        string token = "ya29." + Guid.NewGuid().ToString("N");
        _tokens.Add(token);
        return new StubAnswer(200, new JsonObject { ["access_token"] = token, ["expires_in"] = 3599, ["token_type"] = "Bearer" });
    }
}
