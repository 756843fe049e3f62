using System.Text.Json.Nodes;
using k8s;

namespace Architecture.TemporalConfig;

public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<JsonNode> _manifests = ConfigFiles.Manifests();

    private static IEnumerable<JsonNode> Deployments => Of("Deployment");

    [Fact]
    public void Kustomization_NamesEveryManifestButTheExample()
    {
        var named = Of("Kustomization").Single()["resources"]!.AsArray().Select(resource => resource!.GetValue<string>());
        var files = Directory.GetFiles(Path.Combine(ConfigFiles.Root, "kubernetes")).Select(Path.GetFileName)
            .Except(["kustomization.yaml", "secret.example.yaml"]);
        named.ShouldBe(files!, ignoreOrder: true);
    }

    /// <summary>As a cluster reads them: no unknown field, no value of another type. KEDA's and Kustomize's own kinds are not known here.</summary>
    [Fact]
    public void Manifests_HaveTheFieldsAndTypesOfKubernetesOwnSchema()
    {
        string[] foreign = ["ScaledObject", "Kustomization"];
        var own = Directory.EnumerateFiles(Path.Combine(ConfigFiles.Root, "kubernetes"), "*.yaml")
            .SelectMany(file => File.ReadAllText(file).Split("\n---\n"))
            .Where(text => !foreign.Any(kind => text.Contains($"kind: {kind}\n", StringComparison.Ordinal))).ToList();
        own.Count.ShouldBe(_manifests.Count(manifest => !foreign.Contains(manifest["kind"]!.GetValue<string>())));
        own.SelectMany(text => KubernetesYaml.LoadAllFromString(text, typeMap: null, strict: true)).Count().ShouldBe(own.Count);
    }

    [Fact]
    public void Schema_FieldThatIsMisspelt_IsRefused() => Should.Throw<Exception>(() =>
        KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: ConfigMap\nmetadata: { naem: sagas }\n", typeMap: null, strict: true));

    /// <summary>Those of its Temporal scaler that every version has, from 2.17, which brought it, to 2.22.</summary>
    [Fact]
    public void Scalers_HaveTheParametersThatKedaReads()
    {
        string[] known =
        [
            "endpoint", "namespace", "taskQueue", "queueTypes", "targetQueueSize", "activationTargetQueueSize",
            "minConnectTimeout", "tlsServerName", "unsafeSsl",
        ];
        foreach (var scaled in Of("ScaledObject"))
        {
            scaled["apiVersion"]!.GetValue<string>().ShouldBe("keda.sh/v1alpha1");
            scaled["spec"]!["triggers"]!.AsArray().SelectMany(trigger => trigger!["metadata"]!.AsObject())
                .Select(parameter => parameter.Key).Except(known).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Workers_OfAllRoles_AreDeployedAndScaledByTheirOwnQueue()
    {
        foreach (var queue in Sagas.Contracts.TaskQueues.All)
        {
            var name = $"sagas-worker-{queue}";
            Words(Container(Named("Deployment", name))["args"]!).ShouldBe(["worker", "--role", queue]);
            var scaled = Named("ScaledObject", name);
            scaled["spec"]!["scaleTargetRef"]!["name"]!.GetValue<string>().ShouldBe(name);
            var trigger = scaled["spec"]!["triggers"]![0]!;
            trigger["type"]!.GetValue<string>().ShouldBe("temporal");
            trigger["metadata"]!["taskQueue"]!.GetValue<string>().ShouldBe(queue);
            trigger["metadata"]!["namespace"]!.GetValue<string>()
                .ShouldBe(Named("ConfigMap", "sagas")["data"]!["TEMPORAL_NAMESPACE"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Deployments_HaveProbesResourcesBudgetsAndNoPrivileges()
    {
        // One for each role of worker, the API, and the codec server.
        Deployments.Count().ShouldBe(Sagas.Contracts.TaskQueues.All.Count + 2);
        foreach (var deployment in Deployments)
        {
            var container = Container(deployment);
            PathOf(container, "startupProbe").ShouldBe("/health/startup");
            PathOf(container, "readinessProbe").ShouldBe("/health/ready");
            PathOf(container, "livenessProbe").ShouldBe("/health/live");
            container["resources"]!["requests"]!["cpu"].ShouldNotBeNull();
            container["resources"]!["limits"]!["memory"].ShouldNotBeNull();
            container["securityContext"]!["readOnlyRootFilesystem"]!.GetValue<string>().ShouldBe("true");
            Named("PodDisruptionBudget", Name(deployment))["spec"]!["selector"]!["matchLabels"]!.ToJsonString()
                .ShouldBe(deployment["spec"]!["selector"]!["matchLabels"]!.ToJsonString());
        }
    }

    [Fact]
    public void Selectors_MatchTheLabelsOfTheirPods()
    {
        foreach (var deployment in Deployments)
        {
            var labels = deployment["spec"]!["template"]!["metadata"]!["labels"]!;
            foreach (var (key, value) in deployment["spec"]!["selector"]!["matchLabels"]!.AsObject())
            {
                labels[key]!.GetValue<string>().ShouldBe(value!.GetValue<string>());
            }
        }
    }

    [Fact]
    public void Containers_ListenWhereTheirPortSays()
    {
        foreach (var deployment in Deployments)
        {
            var container = Container(deployment);
            var told = container["env"]!.AsArray().Where(variable => variable!["value"] is not null)
                .ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!["value"]!.GetValue<string>());
            var (host, port) = told.TryGetValue("SAGAS_API_URL", out var url) || told.TryGetValue("SAGAS_CODEC_URL", out url)
                ? (new Uri(url).Host, $"{new Uri(url).Port}")
                : (told["SAGAS_WORKER_HOST"], told["SAGAS_WORKER_PORT"]);
            host.ShouldBe("0.0.0.0", "the kubelet asks from outside");
            container["ports"]![0]!["containerPort"]!.GetValue<string>().ShouldBe(port);
        }
    }

    [Fact]
    public void Variables_AreThoseTheCodeReads()
    {
        var variables = Of("ConfigMap").SelectMany(map => map["data"]!.AsObject().Select(entry => entry.Key))
            .Concat(Of("Secret").SelectMany(secret => secret["stringData"]!.AsObject().Select(entry => entry.Key)))
            .Concat(Deployments.SelectMany(deployment => Container(deployment)["env"]!.AsArray()
                .Select(variable => variable!["name"]!.GetValue<string>())));
        variables.Where(name => !CodeVariables.AreRead(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Secrets_ThatAreNamed_AreInTheExample()
    {
        var keys = Named("Secret", "sagas")["stringData"]!.AsObject().Select(entry => entry.Key).ToHashSet();
        var named = Deployments.SelectMany(deployment => Container(deployment)["env"]!.AsArray())
            .Select(variable => variable!["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>().ToList();
        named.ShouldNotBeEmpty();
        named.Where(key => key["optional"]?.GetValue<string>() != "true").Select(key => key["key"]!.GetValue<string>()).Except(keys)
            .ShouldBeEmpty();
    }

    [Fact]
    public void NetworkPolicies_SelectPodsThatExist()
    {
        var names = Deployments.Select(Name).ToHashSet();
        foreach (var policy in Of("NetworkPolicy"))
        {
            var selector = policy["spec"]!["podSelector"]!;
            var wanted = selector["matchLabels"]?["app.kubernetes.io/name"]?.GetValue<string>() is { } one
                ? [one]
                : selector["matchExpressions"] is { } expressions ? Words(expressions[0]!["values"]!) : [];
            wanted.Where(name => !names.Contains(name)).ShouldBeEmpty();
        }
    }

    private static IEnumerable<JsonNode> Of(string kind) =>
        _manifests.Where(manifest => manifest["kind"]!.GetValue<string>() == kind);

    private static JsonNode Named(string kind, string name) => Of(kind).Single(manifest => Name(manifest) == name);

    private static string Name(JsonNode manifest) => manifest["metadata"]!["name"]!.GetValue<string>();

    private static JsonNode Container(JsonNode deployment) => deployment["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static string[] Words(JsonNode array) => [.. array.AsArray().Select(word => word!.GetValue<string>())];

    private static string? PathOf(JsonNode container, string probe) => container[probe]?["httpGet"]?["path"]?.GetValue<string>();
}
