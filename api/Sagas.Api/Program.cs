using Sagas.Api;

return await ApiCommand.RunAsync(args, CancellationToken.None);
