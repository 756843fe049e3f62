using System.Text.Json;

namespace Sagas.Local.State;

/// <summary>Small JSON files that are replaced whole, so that a reader never sees half of one.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write<T>(string path, T value)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = Modes.OwnerReadWrite,
        }))
        {
            JsonSerializer.Serialize(stream, value, Options);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Null when the file is missing or is not what it should be.</summary>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, Options);
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
