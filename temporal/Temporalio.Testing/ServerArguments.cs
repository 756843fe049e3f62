using Temporalio.Api.Enums.V1;

namespace Temporalio.Testing;

/// <summary>
/// Arguments that programs give to the official development server. Those that say what this server does anyway, or
/// how the other one logs, are accepted; of the others an unknown one is refused, so that nothing asked for is missing.
/// </summary>
internal sealed class ServerArguments
{
    private static readonly HashSet<string> Flags = ["--headless"];

    private static readonly HashSet<string> WithoutEffect =
        ["--dynamic-config-value", "--log-level", "--log-format", "--log-config", "--sqlite-pragma"];

    public Dictionary<string, IndexedValueType> SearchAttributes { get; } = [];

    public List<string> Namespaces { get; } = [];

    /// <summary>Reads arguments, each as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="NotSupportedException">An argument is not known.</exception>
    /// <exception cref="ArgumentException">An argument lacks its value or has a wrong one.</exception>
    public static ServerArguments Read(IReadOnlyCollection<string>? arguments)
    {
        var result = new ServerArguments();
        var rest = new Queue<string>(arguments ?? []);
        while (rest.TryDequeue(out var argument))
        {
            var (name, value) = argument.Split('=', 2) is [var before, var after] ? (before, after) : (argument, null);
            if (!Flags.Contains(name))
            {
                result.Take(name, value ?? (rest.TryDequeue(out var next) ? next : null));
            }
        }
        return result;
    }

    private void Take(string name, string? value)
    {
        if (name is not ("--search-attribute" or "--namespace" or "-n") && !WithoutEffect.Contains(name))
        {
            throw new NotSupportedException(
                $"Server argument {name} is not supported: the server runs in this process. To use another one, start it " +
                $"and make a {nameof(WorkflowEnvironment)} of a client");
        }
        if (value == null)
        {
            throw new ArgumentException($"Server argument {name} needs a value");
        }
        if (name == "--search-attribute")
        {
            AddSearchAttribute(value);
        }
        else if (!WithoutEffect.Contains(name))
        {
            Namespaces.Add(value);
        }
    }

    private void AddSearchAttribute(string text)
    {
        if (text.Split('=') is not [var key, var type] ||
            !Enum.TryParse<IndexedValueType>(type, ignoreCase: true, out var parsed))
        {
            throw new ArgumentException($"Server argument --search-attribute {text} must be a name, '=' and a type");
        }
        SearchAttributes[key] = parsed;
    }
}
