using Temporal.DevServer.Grpc;
using Temporal.DevServer.Http;
using Temporal.DevServer.Http.Routing;

namespace Temporal.DevServer.Tests.Http;

public sealed class HttpRouteTableTests
{
    private static readonly HttpRouteTable Routes = new(new RpcTableBuilder().Build());

    [Theory]
    [InlineData("GET", "api/v1/namespaces/n/workflows", "ListWorkflowExecutions")]
    [InlineData("GET", "api/v1/cluster-info", "GetClusterInfo")]
    [InlineData("GET", "cluster", "GetClusterInfo")]
    [InlineData("POST", "api/v1/namespaces/n/workflows/w", "StartWorkflowExecution")]
    [InlineData("POST", "api/v1/namespaces/n/workflows/w/query/q", "QueryWorkflow")]
    [InlineData("POST", "api/v1/namespaces/n/workflows/w/update/u", "UpdateWorkflowExecution")]
    [InlineData("GET", "api/v1/namespaces/n/search-attributes", "ListSearchAttributes")]
    [InlineData("DELETE", "api/v1/namespaces/n/schedules/s", "DeleteSchedule")]
    public void Find_PathOfARule_IsItsRpc(string verb, string path, string rpc) =>
        Routes.Find(verb, path.Split('/')).Route.Method.Name.ShouldBe(rpc);

    [Fact]
    public void Find_PathWithFields_BindsThem() =>
        Routes.Find("POST", ["api", "v1", "namespaces", "n", "workflows", "a/b", "signal", "s"]).PathFields.ShouldBe(
            [new("namespace", "n"), new("workflow_execution.workflow_id", "a/b"), new("signal_name", "s")]);

    [Theory]
    [InlineData("GET", "api/v1/nonsense", 404)]
    [InlineData("GET", "api/v1/namespaces/n/workflows/", 404)]
    [InlineData("PUT", "api/v1/namespaces/n/workflows", 501)]
    public void Find_NoSuchRoute_IsRefused(string verb, string path, int status) =>
        Should.Throw<HttpRefusal>(() => Routes.Find(verb, path.Split('/'))).Status.ShouldBe(status);

    [Fact]
    public void All_Routes_NameFieldsThatExist() =>
        Routes.All.ShouldAllBe(route => route.Path.Length > 0 && route.Method.InputType != null);
}
