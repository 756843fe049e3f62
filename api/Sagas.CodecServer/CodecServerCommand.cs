using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sagas.CodecServer;

/// <summary>The verb <c>codec</c>: decodes payloads for those who may read them, until it is told to stop.</summary>
public static class CodecServerCommand
{
    private const string Help =
        """
        codec: decodes payloads for the Temporal UI and CLI (their "codec endpoint"). Configured by environment only:
          PAYLOAD_ENCRYPTION_KEY      the key of API and workers (required), or
          PAYLOAD_ENCRYPTION_KEYS     several, as they have them
          SAGAS_CODEC_URL             where to listen (default http://127.0.0.1:8081)
          SAGAS_CODEC_ORIGINS         pages that may ask, separated by commas (default http://localhost:8233,http://127.0.0.1:8233)
          SAGAS_CODEC_TOKENS          one must be shown as `Authorization: Bearer …` (default none; required on other addresses than
                                      this machine's)
          SAGAS_CODEC_ACCESS          network: on other addresses without tokens, since something in front decides who may come
          OTEL_EXPORTER_OTLP_ENDPOINT where traces, metrics and logs go (default: nowhere); the other OTEL_ variables hold
        Use it: temporal workflow show --workflow-id ID --codec-endpoint http://127.0.0.1:8081
        """;

    private const int Stopped = 0;
    private const int CannotStart = 1;
    private const int WrongSettings = 2;

    /// <summary>Answers until <paramref name="stop"/>. 0 = stopped, 1 = could not start, 2 = wrong arguments or settings.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(args);
        switch (args)
        {
            case []:
                break;
            case ["--help" or "-h" or "-?"]:
                Console.WriteLine(Help);
                return Stopped;
            default:
                return await SayAsync(
                    $"'{args[0]}' is not understood: codec takes no arguments. See codec --help.", WrongSettings);
        }

        CodecServerOptions options;
        try
        {
            options = CodecServerOptions.From(Environment.GetEnvironmentVariable);
        }
        catch (InvalidOperationException error)
        {
            return await SayAsync(error.Message, WrongSettings);
        }

        try
        {
            await ServeAsync(options, stop);
            return Stopped;
        }
        catch (IOException error)
        {
            return await SayAsync($"The codec server does not start: {error.Message}", CannotStart);
        }
    }

    private static async Task ServeAsync(CodecServerOptions options, CancellationToken stop)
    {
        await using var app = CodecServerHost.Build(options);
        await app.StartAsync(stop);
        app.Services.GetRequiredService<ILogger<CodecEndpoints>>()
            .Ready(string.Join(' ', app.Urls), string.Join(' ', options.Origins));
        await app.WaitForShutdownAsync(stop);
    }

    private static async Task<int> SayAsync(string sentence, int exitCode)
    {
        await Console.Error.WriteLineAsync(sentence);
        return exitCode;
    }
}
