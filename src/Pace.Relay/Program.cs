using Pace.Relay.Options;
using Pace.Relay.Storage;

namespace Pace.Relay;

/// <summary>Starts the relay. Whatever keeps it from starting is told in a line each, with exit code 1.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            IConfigurationRoot configuration = Configure(args);
            RelayOptions options = OptionsReader.Read(configuration, DataDirectory.Find(Environment.GetEnvironmentVariable));
            Relay relay = Relay.Create(options, TimeProvider.System);
            await using (relay.ConfigureAwait(false)) await relay.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (OptionsException e)
        {
            return Fail(e.Problems);
        }
        catch (StoreException e)
        {
            return Fail([$"Store:Path: {e.Message}."]);
        }
        catch (IOException e)
        {
            // Kestrel's: an address in use, or one that this machine does not have.
            return Fail([$"Urls: {e.Message.TrimEnd('.')}."]);
        }
        catch (Exception e)
        {
            return Fail([$"The relay cannot go on: {e.Message}"]);
        }
    }

    private static IConfigurationRoot Configure(string[] args)
    {
        // .NET's reader passes over what it does not understand.
        for (int i = 0; i < args.Length; i++)
        {
            bool isOption = args[i].StartsWith("--", StringComparison.Ordinal);
            if (isOption && args[i].Contains('=', StringComparison.Ordinal)) continue;
            if (!isOption || ++i == args.Length)
                throw new OptionsException([$"'{args[Math.Min(i, args.Length - 1)]}' is not an option; --Name=value is allowed, such as --Urls=http://127.0.0.1:8080."]);
        }

        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("ASPNETCORE_")
                .AddEnvironmentVariables()
                .AddCommandLine(args)
                .Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new OptionsException([$"appsettings.json: cannot be read; {(e.InnerException ?? e).Message.TrimEnd('.')}."]);
        }
    }

    private static int Fail(IEnumerable<string> problems)
    {
        foreach (string problem in problems) Console.Error.WriteLine(problem.ReplaceLineEndings(" "));
        return 1;
    }
}
