using Interop.Node;
using Sandbox.SendGrid;

namespace Interop.Providers;

public sealed class SendGridClientTests
{
    [NodeFact]
    public async Task OfficialClient_AgainstTheSandbox_FindsSendGrid()
    {
        await using var sandbox = await SendGridSandboxHost.StartAsync();

        await NodeTool.RunAsync("sendgrid.mjs", TimeSpan.FromMinutes(1), ("SENDGRID_ADDRESS", sandbox.Address));
    }
}
