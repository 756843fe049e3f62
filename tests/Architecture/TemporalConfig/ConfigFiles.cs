using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Architecture.TemporalConfig;

/// <summary>The files of <c>temporal-config</c> as trees, whatever they are written in.</summary>
internal static class ConfigFiles
{
    public static string Root { get; } = Path.Combine(Repository.Root, "temporal-config");

    public static IEnumerable<string> Yaml() => Directory.EnumerateFiles(Root, "*.y*ml", SearchOption.AllDirectories);

    /// <summary>Every document of a YAML file; anchors and merge keys are resolved.</summary>
    public static IReadOnlyList<JsonNode> Read(string path)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Path.IsPathRooted(path) ? path : Path.Combine(Root, path));
        stream.Load(text);
        return [.. stream.Documents.Select(document => Convert(document.RootNode)!)];
    }

    /// <summary>Every document of every manifest.</summary>
    public static IReadOnlyList<JsonNode> Manifests() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "kubernetes"), "*.yaml").SelectMany(Read)];

    public static JsonNode Compose() => Read("compose/compose.yaml").Single();

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlMappingNode mapping => Convert(mapping),
        _ => throw new JsonException($"No tree for {node.NodeType}."),
    };

    private static JsonObject Convert(YamlMappingNode mapping)
    {
        var tree = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            if (((YamlScalarNode)key).Value != "<<")
            {
                tree[((YamlScalarNode)key).Value!] = Convert(value);
            }
        }

        // What is said at the place itself wins over what is merged in.
        if (mapping.Children.TryGetValue(new YamlScalarNode("<<"), out var merged))
        {
            foreach (var (key, value) in (JsonObject)Convert(merged)!)
            {
                tree.TryAdd(key, value?.DeepClone());
            }
        }

        return tree;
    }
}
