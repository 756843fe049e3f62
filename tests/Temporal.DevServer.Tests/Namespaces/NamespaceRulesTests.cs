using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Namespaces;

/// <summary>What can be changed of a namespace, and the words in which a real server refuses the rest.</summary>
public sealed class NamespaceRulesTests : ServerTest
{
    [Fact]
    public async Task Register_InClustersThatAreNotThisOne_IsRefused()
    {
        (await RefusalAsync<RegisterNamespaceResponse>(Register(r => r.ActiveClusterName = "other")))
            .ShouldBe("Invalid cluster name: other");
        (await RefusalAsync<RegisterNamespaceResponse>(Register(r =>
        {
            r.Clusters.Add(new Temporalio.Api.Replication.V1.ClusterReplicationConfig { ClusterName = "active" });
            r.Clusters.Add(new Temporalio.Api.Replication.V1.ClusterReplicationConfig { ClusterName = "active" });
        }))).ShouldBe("Invalid local namespace clusters");
    }

    [Fact]
    public async Task Describe_ByIdAndName_IsRefused() =>
        (await RefusalAsync<DescribeNamespaceResponse>(new DescribeNamespaceRequest { Namespace = "default", Id = "x" }))
            .ShouldBe("GetNamespace operation failed.  Both ID and Name specified in request.");

    [Fact]
    public async Task Update_OfTheState_DeprecatesForGood()
    {
        await Client.CallAsync<RegisterNamespaceResponse>(Register());
        var request = new UpdateNamespaceRequest { Namespace = "new", UpdateInfo = new() { State = NamespaceState.Deprecated } };
        (await Client.CallAsync<UpdateNamespaceResponse>(request)).NamespaceInfo.State.ShouldBe(NamespaceState.Deprecated);

        request.UpdateInfo.State = NamespaceState.Registered;
        (await RefusalAsync<UpdateNamespaceResponse>(request)).ShouldBe("Invalid namespace state update.");
    }

    [Fact]
    public async Task Update_OfAliases_NamesASearchAttributeAndForgetsIt()
    {
        await Client.CallAsync<RegisterNamespaceResponse>(Register());
        var request = new UpdateNamespaceRequest
        {
            Namespace = "new",
            Config = new() { CustomSearchAttributeAliases = { ["Keyword02"] = "Color" } },
        };
        (await Client.CallAsync<UpdateNamespaceResponse>(request))
            .Config.CustomSearchAttributeAliases.ShouldHaveSingleItem().Value.ShouldBe("Color");
        (await RefusalAsync<UpdateNamespaceResponse>(request))
            .ShouldBe("Custom search attribute field name already allocated.");

        request.Config.CustomSearchAttributeAliases["Keyword02"] = "";
        (await Client.CallAsync<UpdateNamespaceResponse>(request)).Config.CustomSearchAttributeAliases.ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_ToAGlobalNamespace_IsRefused() =>
        (await RefusalAsync<UpdateNamespaceResponse>(
            new UpdateNamespaceRequest { Namespace = "default", PromoteNamespace = true })).ShouldBe(
            "global namespace is not enabled on this cluster, cannot update global namespace or promote local namespace: "
            + "default");

    private static RegisterNamespaceRequest Register(Action<RegisterNamespaceRequest>? change = null)
    {
        var request = new RegisterNamespaceRequest
        {
            Namespace = "new",
            WorkflowExecutionRetentionPeriod = new() { Seconds = 86_400 },
        };
        change?.Invoke(request);
        return request;
    }

    private async Task<string> RefusalAsync<TResponse>(Google.Protobuf.IMessage request)
        where TResponse : Google.Protobuf.IMessage<TResponse>, new()
    {
        var refusal = await Should.ThrowAsync<RpcException>(() => Client.CallAsync<TResponse>(request));
        refusal.Code.ShouldBe(RpcCode.InvalidArgument);
        return refusal.Message;
    }
}
