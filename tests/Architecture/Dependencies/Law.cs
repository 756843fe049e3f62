namespace Architecture.Dependencies;

/// <summary>Which project may use which, and what no project of a room may use.</summary>
internal static class Law
{
    private static readonly string[] _nothing = [];

    /// <summary>Projects of ours that each project may refer to.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Sagas.Contracts"] = ["Temporalio"],
        ["Sagas.Engine"] = ["Temporalio"],
        ["Sagas.Workflows"] = ["Sagas.Contracts", "Sagas.Engine", "Temporalio"],
        ["Sagas.Storage"] = ["Sagas.Contracts"],
        ["Sagas.Effects"] = _nothing,
        ["Sagas.Activities"] = ["Sagas.Contracts", "Sagas.Effects", "Temporalio"],
        ["Sagas.Workers"] =
        [
            "Sagas.Workflows", "Sagas.Activities", "Sagas.Effects", "Sagas.Storage", "Sagas.Contracts", "Sagas.Engine", "Temporalio",
            "Temporalio.Extensions.Hosting", "Sagas.Telemetry", "Sagas.Encryption",
        ],
        ["Sagas.Encryption"] = ["Temporalio"],
        ["Sagas.Telemetry"] = ["Temporalio", "Temporalio.Extensions.DiagnosticSource", "Temporalio.Extensions.OpenTelemetry"],
        ["Sagas.CodecServer"] = ["Sagas.Encryption", "Sagas.Telemetry", "Temporalio"],
        ["Sagas.Api"] = ["Sagas.Contracts", "Sagas.Effects", "Sagas.Encryption", "Sagas.Telemetry", "Temporalio"],
        ["Temporalio.Api"] = _nothing,
        ["Temporalio"] = ["Temporalio.Api"],
        ["Temporalio.Extensions.Hosting"] = ["Temporalio"],
        ["Temporalio.Extensions.DiagnosticSource"] = ["Temporalio"],
        ["Temporalio.Extensions.OpenTelemetry"] = ["Temporalio"],
        ["Temporal.DevServer"] = ["Temporalio.Api"],
        ["Temporalio.Testing"] = ["Temporalio", "Temporal.DevServer"],
        ["Sandbox.Hosting"] = _nothing,
        ["Sandbox.Stripe"] = ["Sandbox.Hosting"],
        ["Sandbox.SendGrid"] = ["Sandbox.Hosting"],
    };

    /// <summary>Assemblies that a project's compiled code must not touch, whatever its references allow.</summary>
    public static IReadOnlyDictionary<string, string[]> Forbidden { get; } = new Dictionary<string, string[]>
    {
        ["Sagas.Contracts"] = ["Npgsql", "Dapper", "System.Net.Http", "Google.Protobuf"],
        ["Sagas.Engine"] = ["Npgsql", "Dapper", "System.Net.Http", "Google.Protobuf"],
        ["Sagas.Workflows"] = ["Npgsql", "Dapper", "System.Net.Http", "Google.Protobuf"],
        ["Sagas.Activities"] = ["Google.Protobuf"],
        ["Sagas.Encryption"] = ["Npgsql", "Dapper", "System.Net.Http"],
        ["Sagas.CodecServer"] = ["Npgsql", "Dapper", "System.Net.Http"],
        ["Sagas.Telemetry"] = ["Npgsql", "Dapper", "Google.Protobuf"],
        ["Sagas.Workers"] = ["Google.Protobuf"],
        ["Sagas.Api"] = ["Google.Protobuf"],
        ["Sandbox.Stripe"] = ["Npgsql", "Dapper"],
        ["Sandbox.SendGrid"] = ["Npgsql", "Dapper"],
    };

    /// <summary>Projects that may use everything, because they compose or test.</summary>
    public static bool IsFree(string project, string path) =>
        project == "Sagas.Local" || path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>What a project refers to against the law. A project that the law does not know breaks it.</summary>
    public static IEnumerable<string> Breaches(string project, IEnumerable<string> references)
    {
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            return [$"{project} is not in the dependency law; add it to Law.cs with what it may use"];
        }

        return references.Except(allowed).Select(reference => $"{project} must not refer to {reference}");
    }

    /// <summary>
    /// What compiled code touches against the law. The SDK's surface shows enums of Temporalio.Api, as the official package
    /// does, so whoever may use the SDK touches that assembly too.
    /// </summary>
    public static IEnumerable<string> AssemblyBreaches(string project, IReadOnlyCollection<string> touched) =>
    [
        .. Breaches(project, touched.Where(name => Allowed.ContainsKey(name) || name == "Sagas.Local")
            .Where(name => name != "Temporalio.Api" || !Allowed[project].Contains("Temporalio"))),
        .. Forbidden.GetValueOrDefault(project, _nothing).Intersect(touched)
            .Select(name => $"{project} must not touch {name}"),
    ];
}
