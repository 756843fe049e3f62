using System.Globalization;
using Temporalio.Api.ErrorDetails.V1;

namespace Temporal.DevServer.Grpc;

/// <summary>Refuses clients that a real server would refuse for their version. A client it does not know may pass.</summary>
internal static class ClientVersionGate
{
    private const string NameHeader = "client-name";
    private const string VersionHeader = "client-version";
    private const string ServersHeader = "supported-server-versions";

    /// <summary>Names of clients and the major version they must stay below, as shown by GetClusterInfo.</summary>
    internal static IReadOnlyDictionary<string, int> MajorBelow { get; } = new Dictionary<string, int>
    {
        ["temporal-go"] = 2,
        ["temporal-java"] = 2,
        ["temporal-php"] = 2,
        ["temporal-typescript"] = 2,
        ["temporal-cli"] = 2,
        ["temporal-server"] = 2,
        ["temporal-ui"] = 3,
        ["Nexus-go-sdk"] = 2,
    };

    /// <summary>Throws the refusal; missing headers are accepted.</summary>
    public static void Check(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(ServersHeader, out var servers) && !Covers(servers.ToString(), ServerVersion.Text))
        {
            throw RpcErrors.FailedPrecondition(
                $"Server version {ServerVersion.Text} is not supported by client. Client supports server versions: " +
                $"{servers}",
                new ServerVersionNotSupportedFailure
                {
                    ServerVersion = ServerVersion.Text,
                    ClientSupportedServerVersions = servers.ToString(),
                });
        }

        if (headers.TryGetValue(NameHeader, out var name)
            && MajorBelow.TryGetValue(name.ToString(), out var majorBelow)
            && headers.TryGetValue(VersionHeader, out var version))
        {
            RequireMajorBelow(name.ToString(), version.ToString(), majorBelow);
        }
    }

    private static void RequireMajorBelow(string name, string version, int majorBelow)
    {
        if (!TryParse(version, out var numbers))
        {
            throw RpcErrors.InvalidArgument($"Unable to parse client version: {version}");
        }

        var range = $"<{majorBelow}.0.0";
        if (numbers.Major >= majorBelow)
        {
            throw RpcErrors.FailedPrecondition(
                $"Client version {version} is not supported. Server supports {name} versions: {range}",
                new ClientVersionNotSupportedFailure
                {
                    ClientName = name,
                    ClientVersion = version,
                    SupportedVersions = range,
                });
        }
    }

    /// <summary>Whether a range like <c>&gt;=1.0.0 &lt;2.0.0</c> holds a version; a range we cannot read does.</summary>
    private static bool Covers(string range, string version)
    {
        TryParse(version, out var actual);
        foreach (var term in range.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var digits = term.TrimStart('<', '>', '=');
            if (!TryParse(digits, out var bound))
            {
                return true;
            }

            var order = actual.CompareTo(bound);
            var holds = term[..^digits.Length] switch
            {
                ">=" => order >= 0,
                ">" => order > 0,
                "<=" => order <= 0,
                "<" => order < 0,
                _ => order == 0,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryParse(string text, out (int Major, int Minor, int Patch) version)
    {
        version = default;
        var core = text.Split('-', '+')[0].Split('.');
        return core.Length == 3
            && TryNumber(core[0], out version.Major)
            && TryNumber(core[1], out version.Minor)
            && TryNumber(core[2], out version.Patch);
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
