return await Temporal.DevServer.DevServerCommand.RunAsync(args, CancellationToken.None).ConfigureAwait(false);
