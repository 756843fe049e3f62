using Sagas.Local.Cli;

return await CommandLine.RunAsync(args);
