using System.Globalization;

namespace Sandbox.Hosting;

/// <summary>The command line of a sandbox: <c>--port N</c> and <c>--data DIR</c>.</summary>
public sealed record SandboxArguments(int Port, string? DataDirectory)
{
    /// <summary>Reads the arguments; returns false with one sentence that says what is wrong and what is allowed.</summary>
    public static bool TryParse(
        IReadOnlyList<string> args, int defaultPort, out SandboxArguments arguments, out string fault)
    {
        arguments = new SandboxArguments(defaultPort, null);
        fault = "";
        for (var i = 0; i < args.Count; i += 2)
        {
            if (args[i] is not ("--port" or "--data"))
            {
                fault = $"Unknown argument '{Shorten(args[i])}'. Allowed: --port N (0 = any free port), --data DIR.";
                return false;
            }

            if (i + 1 >= args.Count)
            {
                fault = $"{args[i]} needs a value.";
                return false;
            }

            if (args[i] == "--data")
            {
                if (string.IsNullOrWhiteSpace(args[i + 1]))
                {
                    fault = "--data needs the path of a directory; leave it out to keep everything in memory.";
                    return false;
                }

                arguments = arguments with { DataDirectory = args[i + 1] };
            }
            else if (ushort.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                arguments = arguments with { Port = port };
            }
            else
            {
                fault = $"--port must be a number from 0 to 65535, not '{Shorten(args[i + 1])}'.";
                return false;
            }
        }

        return true;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
