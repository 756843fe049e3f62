using Sandbox.Hosting;
using Sandbox.Stripe;

using var stop = new ProcessStop();
return await StripeSandboxCommand.RunAsync(args, stop.Token);
