using Google.Protobuf;
using Sagas.TestSupport;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.OperatorService.V1;

namespace Temporal.DevServer.Tests.Nexus;

public sealed class EndpointTests : ServerTest
{
    [Fact]
    public async Task Create_NewName_IsTheFirstVersionWithAUrl()
    {
        var endpoint = await CreateAsync("orders");

        endpoint.Version.ShouldBe(1);
        endpoint.UrlPrefix.ShouldBe($"/nexus/endpoints/{endpoint.Id}/services");
        endpoint.LastModifiedTime.ShouldBeNull();
        (await CallAsync<GetNexusEndpointResponse>(new GetNexusEndpointRequest { Id = endpoint.Id }))
            .Endpoint.ShouldBe(endpoint);
    }

    [Fact]
    public async Task Create_NameInUse_IsRefused()
    {
        await CreateAsync("orders");

        await RefusedAsync(
            () => CreateAsync("orders"), RpcCode.AlreadyExists,
            "error creating Nexus endpoint. Endpoint with name orders already registered");
    }

    [Theory]
    [InlineData("", "default", "q", RpcCode.InvalidArgument, "endpoint name not set")]
    [InlineData("1a", "default", "q", RpcCode.InvalidArgument,
        """endpoint name must match the regex: "^[a-zA-Z][a-zA-Z0-9\\-]*[a-zA-Z0-9]$" """)]
    [InlineData("a-\n", "default", "q", RpcCode.InvalidArgument,
        """endpoint name must match the regex: "^[a-zA-Z][a-zA-Z0-9\\-]*[a-zA-Z0-9]$" """)]
    [InlineData("", "", "", RpcCode.InvalidArgument,
        """endpoint name not set, target namespace not set, invalid target task queue: "missing task queue name" """)]
    [InlineData("ok", "nowhere", "q", RpcCode.FailedPrecondition,
        "could not verify namespace referenced by target exists: Namespace nowhere is not found.")]
    public async Task Create_BadSpec_NamesEveryFault(string name, string ns, string queue, RpcCode code, string message) =>
        await RefusedAsync(() => CreateAsync(name, ns, queue), code, message.TrimEnd());

    [Theory]
    [InlineData("", "empty target URL")]
    [InlineData("ftp://host/", "invalid target URL scheme: \"ftp\", expected http or https")]
    public async Task Create_BadUrl_IsRefused(string url, string message) => await RefusedAsync(
        () => CreateAsync(new EndpointSpec { Name = "ok", Target = new() { External = new() { Url = url } } }),
        RpcCode.InvalidArgument, message);

    [Fact]
    public async Task Create_NoTarget_IsRefused() => await RefusedAsync(
        () => CreateAsync(new EndpointSpec { Name = "ok" }), RpcCode.InvalidArgument, "empty target variant");

    [Fact]
    public async Task Update_KnownVersion_ReplacesTheSpecAndCounts()
    {
        var before = await CreateAsync("orders");

        var after = await UpdateAsync(before, 1, Spec("sales"));

        after.Version.ShouldBe(2);
        after.Spec.Name.ShouldBe("sales");
        after.CreatedTime.ShouldBe(before.CreatedTime);
        after.LastModifiedTime.ShouldNotBeNull();
    }

    [Fact]
    public async Task Update_OldVersion_IsRefused()
    {
        var endpoint = await CreateAsync("orders");

        await RefusedAsync(
            () => UpdateAsync(endpoint, 3, Spec("orders")), RpcCode.FailedPrecondition,
            "nexus endpoint version mismatch. received: 3 expected 1");
    }

    [Fact]
    public async Task Delete_Known_IsGoneAndItsNameFree()
    {
        var endpoint = await CreateAsync("orders");

        await DeleteAsync(endpoint.Id, 1);

        await RefusedAsync(
            () => DeleteAsync(endpoint.Id, 1), RpcCode.NotFound, $"error deleting nexus endpoint with ID: {endpoint.Id}");
        (await CreateAsync("orders")).Id.ShouldNotBe(endpoint.Id);
    }

    [Fact]
    public async Task Delete_NoIdNoVersion_NamesBothFaults() => await RefusedAsync(
        () => DeleteAsync("", 0), RpcCode.InvalidArgument, "endpoint ID not set, endpoint version is non-positive");

    [Fact]
    public async Task List_InPages_ShowsEachOnce()
    {
        foreach (var n in Enumerable.Range(0, 5))
        {
            await CreateAsync($"e{n}");
        }

        var names = new List<string>();
        var token = ByteString.Empty;
        do
        {
            var page = await CallAsync<ListNexusEndpointsResponse>(
                new ListNexusEndpointsRequest { PageSize = 2, NextPageToken = token });
            names.AddRange(page.Endpoints.Select(e => e.Spec.Name));
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);

        names.Order().ShouldBe(["e0", "e1", "e2", "e3", "e4"]);
        (await CallAsync<ListNexusEndpointsResponse>(new ListNexusEndpointsRequest { Name = "e3" }))
            .Endpoints.Single().Spec.Name.ShouldBe("e3");
    }

    [PostgresFact]
    public async Task Endpoint_AfterARestart_IsWhatItWas()
    {
        var options = new DevServerOptions
        {
            Database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync(),
        };
        Endpoint kept;
        await using (var first = await DevServerHost.StartAsync(options, default))
        {
            using var client = new GrpcTestClient(first.Address);
            kept = (await CallAsync<CreateNexusEndpointResponse>(
                new CreateNexusEndpointRequest { Spec = Spec("kept") }, client)).Endpoint;
        }

        await using var second = await DevServerHost.StartAsync(options, default);
        using var again = new GrpcTestClient(second.Address);

        (await CallAsync<ListNexusEndpointsResponse>(new ListNexusEndpointsRequest(), again)).Endpoints.ShouldBe([kept]);
    }

    private static EndpointSpec Spec(string name, string ns = "default", string queue = "queue") => new()
    {
        Name = name,
        Target = new() { Worker = new() { Namespace = ns, TaskQueue = queue } },
    };

    private Task<TResponse> CallAsync<TResponse>(IMessage request, GrpcTestClient? client = null)
        where TResponse : IMessage<TResponse>, new() =>
        (client ?? Client).CallAsync<TResponse>(request, RpcTableBuilder.OperatorService);

    private Task<Endpoint> CreateAsync(string name, string ns = "default", string queue = "queue") =>
        CreateAsync(Spec(name, ns, queue));

    private async Task<Endpoint> CreateAsync(EndpointSpec spec) => (await CallAsync<CreateNexusEndpointResponse>(
        new CreateNexusEndpointRequest { Spec = spec })).Endpoint;

    private async Task<Endpoint> UpdateAsync(Endpoint endpoint, long version, EndpointSpec spec) =>
        (await CallAsync<UpdateNexusEndpointResponse>(
            new UpdateNexusEndpointRequest { Id = endpoint.Id, Version = version, Spec = spec })).Endpoint;

    private Task DeleteAsync(string id, long version) => CallAsync<DeleteNexusEndpointResponse>(
        new DeleteNexusEndpointRequest { Id = id, Version = version });

    private static async Task RefusedAsync(Func<Task> call, RpcCode code, string message)
    {
        var error = await call.ShouldThrowAsync<RpcException>();
        error.Code.ShouldBe(code);
        error.Message.ShouldBe(message);
    }
}
