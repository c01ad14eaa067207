using System.Net;
using Pace.Relay.Http;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Http;

/// <summary>How often an address may ask.</summary>
public class RateLimitTests
{
    private static readonly IPAddress Someone = IPAddress.Parse("192.0.2.7");
    private readonly TestClock _clock = new();

    [Fact]
    public void An_address_may_ask_so_often_in_a_minute_and_is_told_when_it_may_again()
    {
        var limit = new RateLimit(600, _clock);
        for (int i = 0; i < 600; i++) Assert.Equal(0, limit.Take(Someone));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(40, limit.Take(Someone));
        Assert.Equal(0, limit.Take(IPAddress.Parse("192.0.2.8")));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, limit.Take(Someone));
    }

    [Fact]
    public void This_machine_may_always_ask()
    {
        var limit = new RateLimit(1, _clock);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(0, limit.Take(IPAddress.Loopback));
            Assert.Equal(0, limit.Take(IPAddress.IPv6Loopback));
            Assert.Equal(0, limit.Take(IPAddress.Loopback.MapToIPv6()));
        }
    }

    [Fact]
    public void An_IPv6_network_is_one_sender_and_a_mapped_address_is_the_address()
    {
        var limit = new RateLimit(1, _clock);
        Assert.Equal(0, limit.Take(IPAddress.Parse("2001:db8::1")));
        Assert.NotEqual(0, limit.Take(IPAddress.Parse("2001:db8::ffff")));
        Assert.Equal(0, limit.Take(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Equal(0, limit.Take(Someone));
        Assert.NotEqual(0, limit.Take(Someone.MapToIPv6()));
    }
}
