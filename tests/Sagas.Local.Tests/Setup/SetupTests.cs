using Sagas.Contracts.Sagas;
using Sagas.Local.Setup;
using Sagas.Local.State;
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
    public void SearchAttributes_OfTheFileForPeople_AreThoseOfTheCode() =>
        SearchAttributeFile.Read(Path.Combine(Repository.Root, "temporal-config/search-attributes.json"))
            .ShouldBe(SearchAttributeFile.Wanted, ignoreOrder: true);

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
