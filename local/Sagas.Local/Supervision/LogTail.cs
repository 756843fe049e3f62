using System.Text;

namespace Sagas.Local.Supervision;

internal static class LogTail
{
    private const int BytesMax = 4096;
    private const int LineLengthMax = 200;

    /// <summary>The last line that says something, shortened; empty when there is none.</summary>
    public static string LastLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(BytesMax, file.Length), SeekOrigin.End);
        var buffer = new byte[BytesMax];
        var count = file.ReadAtLeast(buffer, BytesMax, throwOnEndOfStream: false);
        var line = Encoding.UTF8.GetString(buffer, 0, count)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault() ?? "";
        return line.Length <= LineLengthMax ? line : line[..LineLengthMax] + "…";
    }
}
