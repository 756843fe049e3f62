using Sagas.Contracts.Sagas;
using Sagas.Local.Setup;
using Sagas.Local.State;
using Sagas.TestSupport;
using Temporal.DevServer;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Local.Tests.Setup;

public sealed class SetupTests : IAsyncLifetime
{
    private const string Namespace = "tickets";
    private const string Key = "a key of some length";

    private DevServerHost _server = null!;

    public async Task InitializeAsync() =>
        _server = await DevServerHost.StartAsync(new DevServerOptions { Port = 0 }, CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Setup_OfAnEmptyCluster_MakesNamespaceRetentionAndSearchAttributes()
    {
        var said = await RunAsync();

        said.ShouldContain($"Create namespace '{Namespace}', keeping ended workflows for 30 days.");
        said.ShouldContain("Add search attributes SagaState (Keyword), SagaStep (Keyword), EventId (Keyword), MoneyAtRisk (Int).");
        said.ShouldContain($"Namespace '{Namespace}' is ready for Sagas.");
        (await RetentionAsync()).ShouldBe(TimeSpan.FromDays(30));
        (await AttributesAsync()).ShouldBe(SearchAttributeFile.Wanted, ignoreOrder: true);
    }

    [Fact]
    public async Task Setup_Twice_ChangesNothingTheSecondTime()
    {
        await RunAsync();

        var said = await RunAsync();

        said.ShouldContain($"Namespace '{Namespace}' exists and keeps ended workflows for 30 days.");
        said.ShouldContain("Search attributes SagaState, SagaStep, EventId, MoneyAtRisk exist.");
        said.ShouldNotContain("Create");
        said.ShouldNotContain("Add ");
    }

    [Fact]
    public async Task Setup_OfWhatIsPartlyThere_AddsTheRest()
    {
        await RegisterAsync(TimeSpan.FromDays(2));
        await AddAsync(SearchAttributeNames.EventId, IndexedValueType.Keyword);

        var said = await RunAsync();

        said.ShouldContain($"Raise the retention of '{Namespace}' from 2 days to 30 days.");
        said.ShouldContain("Add search attributes SagaState (Keyword), SagaStep (Keyword), MoneyAtRisk (Int).");
        (await RetentionAsync()).ShouldBe(TimeSpan.FromDays(30));
        (await AttributesAsync()).ShouldBe(SearchAttributeFile.Wanted, ignoreOrder: true);
    }

    [Fact]
    public async Task Setup_OfALongerRetention_DoesNotShortenIt()
    {
        await RegisterAsync(TimeSpan.FromDays(90));

        await RunAsync();

        (await RetentionAsync()).ShouldBe(TimeSpan.FromDays(90));
    }

    [Fact]
    public async Task Setup_OfAnAttributeWithAnotherType_RefusesAndAddsNothing()
    {
        await RegisterAsync(TimeSpan.FromDays(30));
        await AddAsync(SearchAttributeNames.MoneyAtRisk, IndexedValueType.Keyword);

        var error = await Should.ThrowAsync<UserError>(() => RunAsync());

        error.Message.ShouldContain("'MoneyAtRisk' is Keyword and must be Int");
        error.Message.ShouldContain("use another namespace");
        (await AttributesAsync()).Keys.ShouldBe([SearchAttributeNames.MoneyAtRisk]);
    }

    [Fact]
    public async Task DryRun_OfAnEmptyCluster_SaysWhatItWouldDoAndDoesNothing()
    {
        var said = await RunAsync(dryRun: true);

        said.ShouldContain($"Would create namespace '{Namespace}'");
        said.ShouldContain("Would add search attributes SagaState (Keyword)");
        said.ShouldContain("Nothing was changed.");
        (await Should.ThrowAsync<RpcException>(() => RetentionAsync())).Code.ShouldBe(RpcException.StatusCode.NotFound);
    }

    [Fact]
    public async Task Setup_FromSeveralPlacesAtOnce_Succeeds()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RunAsync()));

        (await AttributesAsync()).ShouldBe(SearchAttributeFile.Wanted, ignoreOrder: true);
    }

    [Fact]
    public async Task Setup_OfAnAddressWhereNobodyListens_SaysWhatToCheck()
    {
        var (exitCode, _, said) = await SagasProcess.RunAsync("setup", "--address", "127.0.0.1:1");

        exitCode.ShouldBe(1);
        said.ShouldStartWith("Temporal at 127.0.0.1:1 cannot be reached");
        said.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task Setup_ByTheCommandLine_IsReady()
    {
        var (exitCode, said, error) = await SagasProcess.RunAsync(
            "setup", "--address", _server.Address, "--namespace", Namespace, "--retention-days", "7");

        (exitCode, error).ShouldBe((0, ""));
        said.ShouldContain("is ready for Sagas");
        (await RetentionAsync()).ShouldBe(TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task Setup_OfAServerWithTlsAndKey_ByOptions_IsReady()
    {
        await SecuredAsync(async (secured, certificates) =>
        {
            var keyFile = Path.Combine(Path.GetDirectoryName(certificates.AuthorityFile)!, "api-key");
            await File.WriteAllTextAsync(keyFile, Key + "\n");

            var (exitCode, said, error) = await SagasProcess.RunAsync(
                "setup", "--address", secured.Address, "--tls-ca", certificates.AuthorityFile, "--tls-cert", certificates.ClientFile,
                "--tls-key", certificates.ClientKeyFile, "--api-key-file", keyFile);

            (exitCode, error).ShouldBe((0, ""));
            said.ShouldContain("is ready for Sagas");
        });
    }

    [Fact]
    public async Task Setup_OfAServerWithTlsAndKey_ByEnvironment_IsReady()
    {
        await SecuredAsync(async (secured, certificates) =>
        {
            using var setup = SagasProcess.StartWith(Variables(secured, certificates), "setup");

            var (exitCode, said, error) = await setup.EndAsync();

            (exitCode, error).ShouldBe((0, ""));
            said.ShouldContain("is ready for Sagas");
        });
    }

    [Theory]
    [InlineData("TEMPORAL_API_KEY", "another key of some length")]
    [InlineData("TEMPORAL_API_KEY", "")]
    [InlineData("TEMPORAL_TLS_CA", "")]
    public async Task Setup_OfAServerWithTlsAndKey_WithoutOneOfThem_SaysWhatToCheckAndNoKey(string variable, string value)
    {
        await SecuredAsync(async (secured, certificates) =>
        {
            var variables = Variables(secured, certificates);
            variables[variable] = value;
            using var setup = SagasProcess.StartWith(variables, "setup");

            var (exitCode, _, error) = await setup.EndAsync();

            exitCode.ShouldBe(1);
            error.ShouldStartWith($"Temporal at {secured.Address} ");
            error.Trim().Split('\n').Length.ShouldBe(1);
            error.ShouldNotContain("of some length");
        });
    }

    [Fact]
    public void SearchAttributes_OfTheFileForPeople_AreThoseOfTheCode() =>
        SearchAttributeFile.Read(Path.Combine(Repository.Root, "temporal-config/search-attributes.json"))
            .ShouldBe(SearchAttributeFile.Wanted, ignoreOrder: true);

    /// <summary>A server as one on the network must be: TLS, certificates of clients, and a key.</summary>
    private static async Task SecuredAsync(Func<DevServerHost, TestCertificates, Task> run)
    {
        using var certificates = new TestCertificates();
        var options = new DevServerOptions
        {
            TlsCertificateFile = certificates.ServerFile,
            TlsKeyFile = certificates.ServerKeyFile,
            TlsClientCaFile = certificates.AuthorityFile,
            ApiKeys = [Key],
        };
        await using var secured = await DevServerHost.StartAsync(options, CancellationToken.None);
        await run(secured, certificates);
    }

    private static Dictionary<string, string> Variables(DevServerHost secured, TestCertificates certificates) => new()
    {
        ["TEMPORAL_ADDRESS"] = secured.Address,
        ["TEMPORAL_API_KEY"] = Key,
        ["TEMPORAL_TLS_CA"] = certificates.AuthorityFile,
        ["TEMPORAL_TLS_CERT"] = certificates.ClientFile,
        ["TEMPORAL_TLS_KEY"] = certificates.ClientKeyFile,
    };

    private async Task<string> RunAsync(bool dryRun = false)
    {
        var output = new StringWriter();
        var days = TimeSpan.FromDays(SetupOptions.RetentionDaysDefault);
        var exitCode = await new SetupCommand(new SetupOptions(_server.Address, Namespace, days, dryRun), output)
            .RunAsync(CancellationToken.None);
        exitCode.ShouldBe(0);
        return output.ToString();
    }

    private Task<TemporalClient> ClientAsync() =>
        TemporalClient.ConnectAsync(new TemporalClientConnectOptions(_server.Address) { Namespace = Namespace });

    private async Task RegisterAsync(TimeSpan retention) =>
        await (await ClientAsync()).Connection.WorkflowService.RegisterNamespaceAsync(new RegisterNamespaceRequest
        {
            Namespace = Namespace,
            WorkflowExecutionRetentionPeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(retention),
        });

    private async Task AddAsync(string name, IndexedValueType type) =>
        await (await ClientAsync()).Connection.OperatorService.AddSearchAttributesAsync(
            new AddSearchAttributesRequest { Namespace = Namespace, SearchAttributes = { [name] = type } });

    private async Task<TimeSpan> RetentionAsync() =>
        (await (await ClientAsync()).Connection.WorkflowService.DescribeNamespaceAsync(
            new DescribeNamespaceRequest { Namespace = Namespace })).Config.WorkflowExecutionRetentionTtl.ToTimeSpan();

    private async Task<IDictionary<string, IndexedValueType>> AttributesAsync() =>
        (await (await ClientAsync()).Connection.OperatorService.ListSearchAttributesAsync(
            new ListSearchAttributesRequest { Namespace = Namespace })).CustomAttributes;
}
