using System.Text;

namespace Temporalio.Common.EnvConfig;

/// <summary>Data given as such or as a file.</summary>
public sealed class DataSource
{
    private DataSource(string? path, byte[]? data)
    {
        Path = path;
        Data = data;
    }

    /// <summary>Path of the file; null for data given as such.</summary>
    public string? Path { get; }

    /// <summary>The data; null for a file.</summary>
    public byte[]? Data { get; }

    /// <summary>Makes a source of a file.</summary>
    /// <param name="path">Path.</param>
    /// <returns>The source.</returns>
    public static DataSource FromPath(string path) => new(path, null);

    /// <summary>Makes a source of data.</summary>
    /// <param name="data">Data.</param>
    /// <returns>The source.</returns>
    public static DataSource FromBytes(byte[] data) => new(null, data);

    /// <summary>Makes a source of text.</summary>
    /// <param name="content">Text.</param>
    /// <returns>The source.</returns>
    public static DataSource FromUTF8String(string content) => new(null, Encoding.UTF8.GetBytes(content));

    /// <summary>Makes a source of a dictionary with <c>path</c> or <c>data</c>.</summary>
    /// <param name="dictionary">Dictionary.</param>
    /// <returns>The source; null when the dictionary has neither.</returns>
    public static DataSource? FromDictionary(IReadOnlyDictionary<string, string>? dictionary) =>
        dictionary is null ? null
        : dictionary.TryGetValue("data", out var data) ? FromUTF8String(data)
        : dictionary.TryGetValue("path", out var path) ? FromPath(path)
        : null;

    /// <summary>Gives the data, reading the file if it is one.</summary>
    /// <returns>The data.</returns>
    public byte[] GetBytes() => Data ?? File.ReadAllBytes(Path!);

    /// <summary>Writes a dictionary with <c>path</c> or <c>data</c>.</summary>
    /// <returns>Dictionary.</returns>
    public Dictionary<string, string> ToDictionary() =>
        Path != null ? new() { ["path"] = Path } : new() { ["data"] = Encoding.UTF8.GetString(Data!) };
}
