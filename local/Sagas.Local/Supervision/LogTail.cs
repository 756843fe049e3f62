using System.Text;
using System.Text.Json;

namespace Sagas.Local.Supervision;

internal static class LogTail
{
    private const int BytesMax = 4096;
    private const int LineLengthMax = 200;

    /// <summary>What the last line says, shortened; of a structured line its message. Empty when there is none.</summary>
    public static string LastLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(BytesMax, file.Length), SeekOrigin.End);
        var buffer = new byte[BytesMax];
        var count = file.ReadAtLeast(buffer, BytesMax, throwOnEndOfStream: false);
        var line = Encoding.UTF8.GetString(buffer, 0, count)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault() ?? "";
        line = MessageOf(line);
        return line.Length <= LineLengthMax ? line : line[..LineLengthMax] + "…";
    }

    private static string MessageOf(string line)
    {
        if (!line.StartsWith('{'))
        {
            return line;
        }

        try
        {
            using var structured = JsonDocument.Parse(line);
            return structured.RootElement.TryGetProperty("Message", out var message) ? message.ToString() : line;
        }
        catch (JsonException)
        {
            // The line was longer than what is read of the log, or is no log line at all.
            return line;
        }
    }
}
