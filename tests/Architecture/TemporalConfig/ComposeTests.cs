using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Architecture.TemporalConfig;

public sealed partial class ComposeTests
{
    private static readonly JsonObject _services = ConfigFiles.Compose()["services"]!.AsObject();

    private static readonly string[] _ours = ["setup", "migrate", "api", "codec"];

    [Fact]
    public void Services_DependOnServicesThatExist()
    {
        var unknown = _services.SelectMany(service => (service.Value!["depends_on"]?.AsObject() ?? []).Select(on => on.Key))
            .Where(name => !_services.ContainsKey(name));
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Services_MountWhatExistsAndVolumesThatAreDeclared()
    {
        var declared = ConfigFiles.Compose()["volumes"]!.AsObject();
        foreach (var source in _services.SelectMany(service => service.Value!["volumes"]?.AsArray() ?? [])
            .Select(volume => volume!.GetValue<string>().Split(':')[0]))
        {
            var isThere = source.StartsWith('.')
                ? Path.Exists(Path.Combine(ConfigFiles.Root, "compose", source))
                : declared.ContainsKey(source);
            isThere.ShouldBeTrue($"{source} is mounted");
        }
    }

    [Fact]
    public void Variables_OfTheFile_AreSetInEnv()
    {
        var set = File.ReadAllLines(Path.Combine(ConfigFiles.Root, "compose/.env"))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#').Select(line => line.Split('=')[0]);
        var used = Reference().Matches(File.ReadAllText(Path.Combine(ConfigFiles.Root, "compose/compose.yaml")))
            .Select(match => match.Groups[1].Value);
        used.Distinct().Except(set).ShouldBeEmpty();
    }

    [Fact]
    public void Ports_ArePublishedOnTheLoopbackInterfaceOnly() =>
        _services.SelectMany(service => service.Value!["ports"]?.AsArray() ?? [])
            .ShouldAllBe(port => port!.GetValue<string>().StartsWith("127.0.0.1:", StringComparison.Ordinal));

    [Fact]
    public void Workers_OfAllRoles_AreThere()
    {
        var roles = _services.Where(service => service.Key.StartsWith("worker-", StringComparison.Ordinal))
            .Select(service => string.Join(' ', service.Value!["command"]!.AsArray().Select(word => word!.GetValue<string>())));
        roles.ShouldBe(Sagas.Contracts.TaskQueues.All.Select(queue => $"worker --role {queue}"), ignoreOrder: true);
    }

    [Fact]
    public void OurServices_AreToldOnlyWhatTheCodeReads()
    {
        var variables = _services.Where(service => IsOurs(service.Key))
            .SelectMany(service => service.Value!["environment"]!.AsObject().Select(variable => variable.Key)).ToHashSet();
        variables.ShouldNotBeEmpty();
        variables.Where(name => !CodeVariables.AreRead(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Api_ListensWhereItsPortIsPublished()
    {
        var api = _services["api"]!;
        var listens = new Uri(api["environment"]!["SAGAS_API_URL"]!.GetValue<string>());
        listens.Host.ShouldBe("0.0.0.0");
        api["ports"]![0]!.GetValue<string>().Split(':')[^1].ShouldBe($"{listens.Port}");
    }

    [Fact]
    public void Ui_AsksTheCodecServerWhereItsPortIsPublished()
    {
        var endpoint = new Uri(_services["temporal-ui"]!["environment"]!["TEMPORAL_CODEC_ENDPOINT"]!.GetValue<string>());
        var listens = new Uri(_services["codec"]!["environment"]!["SAGAS_CODEC_URL"]!.GetValue<string>());
        _services["codec"]!["ports"]![0]!.GetValue<string>().ShouldBe($"{endpoint.Authority}:{listens.Port}");
    }

    [Fact]
    public void Build_NamesADockerfileThatExists()
    {
        var build = _services["api"]!["build"]!;
        var context = Path.Combine(ConfigFiles.Root, "compose", build["context"]!.GetValue<string>());
        File.Exists(Path.Combine(context, build["dockerfile"]!.GetValue<string>())).ShouldBeTrue();
    }

    private static bool IsOurs(string service) =>
        _ours.Contains(service) || service.StartsWith("worker-", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)")]
    private static partial Regex Reference();
}
