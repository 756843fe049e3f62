using Sandbox.SendGrid;
using Sandbox.Stripe;

namespace Sagas.Local.Cli;

/// <summary>Which sandbox: they are two programs with arguments of their own.</summary>
internal static class SandboxVerb
{
    private const string Help =
        """
        ./sagas sandbox stripe|sendgrid [--port N] [--data DIR]
        A local server that answers like the real one. Ports 12111 and 12112 if none is named; without --data it forgets
        everything when it stops. Stripe's webhooks are delivered to STRIPE_WEBHOOK_ENDPOINT, signed with STRIPE_WEBHOOK_SECRET, if
        the environment has them.
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        switch (args)
        {
            case ["stripe", .. var rest]:
                return await StripeSandboxCommand.RunAsync(rest, stop);
            case ["sendgrid", .. var rest]:
                return await SendGridSandboxCommand.RunAsync(rest, stop);
            case ["--help" or "-h" or "-?"]:
                Console.WriteLine(Help);
                return 0;
            default:
                throw new UserError($"Say which sandbox.{Environment.NewLine}{Help}", CommandLine.NotUnderstood);
        }
    }
}
