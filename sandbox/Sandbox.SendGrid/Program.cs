using Sandbox.Hosting;
using Sandbox.SendGrid;

using var stop = new ProcessStop();
return await SendGridSandboxCommand.RunAsync(args, stop.Token);
