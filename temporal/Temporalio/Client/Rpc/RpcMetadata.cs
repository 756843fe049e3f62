using System.Buffers;
using System.Net.Http.Headers;
using Temporalio.Api.Grpc;

namespace Temporalio.Client.Rpc;

/// <summary>Metadata of a connection and how it becomes request headers. Immutable.</summary>
internal sealed class RpcMetadata
{
    private const string Authorization = "authorization";
    private const string NamespaceHeader = "temporal-namespace";
    private const string ClientName = "temporal-dotnet";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    private static readonly string ClientVersion =
        typeof(RpcMetadata).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private RpcMetadata(
        IReadOnlyCollection<KeyValuePair<string, string>> text,
        IReadOnlyCollection<KeyValuePair<string, byte[]>> binary,
        string? apiKey)
    {
        Text = text;
        Binary = binary;
        ApiKey = apiKey;
    }

    public IReadOnlyCollection<KeyValuePair<string, string>> Text { get; }

    public IReadOnlyCollection<KeyValuePair<string, byte[]>> Binary { get; }

    public string? ApiKey { get; }

    /// <summary>Version of this library as servers see it.</summary>
    public static string Version => ClientVersion;

    public static RpcMetadata From(TemporalConnectionOptions options) =>
        new(CheckedText(options.RpcMetadata), CheckedBinary(options.RpcBinaryMetadata), options.ApiKey);

    public RpcMetadata WithText(IReadOnlyCollection<KeyValuePair<string, string>> text) =>
        new(CheckedText(text), Binary, ApiKey);

    public RpcMetadata WithBinary(IReadOnlyCollection<KeyValuePair<string, byte[]>> binary) =>
        new(Text, CheckedBinary(binary), ApiKey);

    public RpcMetadata WithApiKey(string? apiKey) => new(Text, Binary, apiKey);

    /// <summary>Writes the headers of a call; what the call sets wins over what the connection sets.</summary>
    public void Apply(HttpRequestHeaders headers, RpcOptions? options, string? requestNamespace)
    {
        headers.TryAddWithoutValidation("client-name", ClientName);
        headers.TryAddWithoutValidation("client-version", ClientVersion);
        foreach (var (key, value) in options?.Metadata ?? [])
        {
            RequireText(key);
            RequireAllowed(key, value);
            Set(headers, key, value);
        }
        foreach (var (key, value) in options?.BinaryMetadata ?? [])
        {
            RequireBinary(key);
            RequireAllowed(key, string.Empty);
            Set(headers, key, GrpcStatusText.EncodeBinary(value));
        }
        foreach (var (key, value) in Text)
        {
            AddIfAbsent(headers, key, value);
        }
        foreach (var (key, value) in Binary)
        {
            AddIfAbsent(headers, key, GrpcStatusText.EncodeBinary(value));
        }
        if (!string.IsNullOrEmpty(ApiKey))
        {
            AddIfAbsent(headers, Authorization, $"Bearer {ApiKey}");
        }
        if (!string.IsNullOrEmpty(requestNamespace))
        {
            AddIfAbsent(headers, NamespaceHeader, requestNamespace);
        }
    }

    /// <summary>Refuses what HTTP does not allow, in the official words.</summary>
    private static void RequireAllowed(string key, string value)
    {
        if (key.Length == 0 || key.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new InvalidOperationException("invalid gRPC metadata key name");
        }
        if (!IsAllowedValue(value))
        {
            throw new InvalidOperationException("failed to parse metadata value");
        }
    }

    private static bool IsAllowedValue(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void Set(HttpRequestHeaders headers, string key, string value)
    {
        headers.Remove(key);
        headers.TryAddWithoutValidation(key, value);
    }

    private static void AddIfAbsent(HttpRequestHeaders headers, string key, string value)
    {
        // What HTTP does not allow would end the connection, and every call on it.
        if (IsAllowedValue(value) && !headers.NonValidated.Contains(key))
        {
            headers.TryAddWithoutValidation(key, value);
        }
    }

    private static IReadOnlyCollection<KeyValuePair<string, string>> CheckedText(
        IReadOnlyCollection<KeyValuePair<string, string>>? metadata)
    {
        foreach (var (key, _) in metadata ?? [])
        {
            RequireText(key);
        }
        return metadata ?? [];
    }

    private static IReadOnlyCollection<KeyValuePair<string, byte[]>> CheckedBinary(
        IReadOnlyCollection<KeyValuePair<string, byte[]>>? metadata)
    {
        foreach (var (key, _) in metadata ?? [])
        {
            RequireBinary(key);
        }
        return metadata ?? [];
    }

    private static void RequireText(string key)
    {
        if (key.EndsWith(GrpcNames.BinarySuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Metadata {key} ends in -bin, so it must be given as binary metadata");
        }
    }

    private static void RequireBinary(string key)
    {
        if (!key.EndsWith(GrpcNames.BinarySuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Binary metadata {key} must have a name that ends in -bin");
        }
    }
}
