using System.Text.RegularExpressions;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Nexus.V1;
using Variant = Temporalio.Api.Nexus.V1.EndpointTarget.VariantOneofCase;

namespace Temporal.DevServer.Nexus.Endpoints;

/// <summary>What an endpoint may look like. All faults of a request are told at once.</summary>
internal static partial class EndpointRules
{
    /// <summary>Refuses a description of an endpoint that could never be used.</summary>
    public static void Check(EndpointSpec? spec, INamespaceRegistry namespaces)
    {
        var faults = NameFaults(spec?.Name ?? "");
        if (spec?.Target is null or { VariantCase: Variant.None })
        {
            faults.Add("empty target variant");
            throw Refusal(faults);
        }

        if (spec.Target.Worker is { } worker)
        {
            CheckWorker(worker, namespaces, faults);
        }
        else
        {
            CheckUrl(spec.Target.External.Url, faults);
        }

        if (spec.Description is { } description && description.CalculateSize() > Limits.NexusDescriptionBytesMax)
        {
            faults.Add($"description size exceeds limit of {Limits.NexusDescriptionBytesMax}");
        }

        RequireNone(faults);
    }

    /// <summary>Refuses what is no endpoint's id.</summary>
    public static void CheckId(string id) => RequireNone(IdFaults(id));

    /// <summary>Refuses a deletion that names no endpoint or none of its versions.</summary>
    public static void CheckDelete(string id, long version)
    {
        var faults = IdFaults(id);
        if (version <= 0)
        {
            faults.Add("endpoint version is non-positive");
        }

        RequireNone(faults);
    }

    /// <summary>The size of a page that a caller asks for.</summary>
    public static int PageSize(int asked) => asked switch
    {
        0 => Limits.NexusEndpointsPageDefault,
        < 0 => throw RpcErrors.InvalidArgument("page_size is negative"),
        > Limits.NexusEndpointsPageMax => throw RpcErrors.InvalidArgument(
            $"page_size exceeds limit of {Limits.NexusEndpointsPageMax}"),
        _ => asked,
    };

    private static List<string> NameFaults(string name)
    {
        if (name.Length == 0)
        {
            return ["endpoint name not set"];
        }

        var faults = new List<string>();
        if (name.Length > Limits.NexusEndpointNameMax)
        {
            faults.Add($"endpoint name exceeds length limit of {Limits.NexusEndpointNameMax}");
        }

        if (!NamePattern().IsMatch(name))
        {
            faults.Add("""endpoint name must match the regex: "^[a-zA-Z][a-zA-Z0-9\\-]*[a-zA-Z0-9]$" """.TrimEnd());
        }

        return faults;
    }

    private static List<string> IdFaults(string id) =>
        id.Length == 0 ? ["endpoint ID not set"]
        : Guid.TryParse(id, out _) ? []
        : [$"malformed endpoint ID: \"invalid UUID length: {id.Length}\""];

    private static void CheckWorker(
        EndpointTarget.Types.Worker worker, INamespaceRegistry namespaces, List<string> faults)
    {
        if (worker.Namespace.Length == 0)
        {
            faults.Add("target namespace not set");
        }
        else if (!namespaces.TryGetByName(worker.Namespace, out _))
        {
            throw RpcErrors.FailedPrecondition("could not verify namespace referenced by target exists: "
                + $"Namespace {worker.Namespace} is not found.");
        }

        if (QueueNames.Fault(new() { Name = worker.TaskQueue }) is { } fault)
        {
            faults.Add($"invalid target task queue: \"{fault}\"");
        }
    }

    private static void CheckUrl(string url, List<string> faults)
    {
        if (url.Length == 0)
        {
            faults.Add("empty target URL");
        }
        else if (url.Length > Limits.NexusUrlLengthMax)
        {
            faults.Add($"target URL length exceeds limit of {Limits.NexusUrlLengthMax}");
        }
        else if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            faults.Add($"invalid target URL: {url}");
        }
        else if (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps)
        {
            faults.Add($"invalid target URL scheme: \"{parsed.Scheme}\", expected http or https");
        }
    }

    private static void RequireNone(List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw Refusal(faults);
        }
    }

    private static RpcException Refusal(List<string> faults) => RpcErrors.InvalidArgument(string.Join(", ", faults));

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9\-]*[a-zA-Z0-9]\z")]
    private static partial Regex NamePattern();
}
