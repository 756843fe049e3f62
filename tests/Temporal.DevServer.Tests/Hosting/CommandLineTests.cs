using Temporal.DevServer.Hosting;

namespace Temporal.DevServer.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", 8233, 7243)]
    [InlineData("--port 9000", 10000, 9010)]
    [InlineData("--port 0", 0, 0)]
    [InlineData("--http-port 5 --frontend-http-port 6", 5, 6)]
    [InlineData("--headless", null, null)]
    public void CommandLine_HttpPorts_AreThoseOfTheOfficialServer(string arguments, int? ui, int? frontend)
    {
        var options = Parse(arguments);

        (options.HttpPort, options.FrontendHttpPort).ShouldBe((ui, frontend));
    }

    [Theory]
    [InlineData("--port 65000", "There is no port 66000; choose another one with --http-port")]
    [InlineData("--headless --http-port 1", "--headless and a port for HTTP contradict each other")]
    public void CommandLine_HttpPortsThatCannotBe_AreRefused(string arguments, string reason) =>
        Should.Throw<UsageException>(() => Parse(arguments)).Message.ShouldContain(reason);

    private static DevServerOptions Parse(string arguments) =>
        CommandLine.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), _ => null);
}
