using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>Calls of Temporal's workflow service, one method for each.</summary>
public abstract partial class WorkflowService
{
    /// <summary>Invokes DeprecateNamespace.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DeprecateNamespaceResponse> DeprecateNamespaceAsync(
        DeprecateNamespaceRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DeprecateNamespace", req, DeprecateNamespaceResponse.Parser, options);

    /// <summary>Invokes DescribeNamespace.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DescribeNamespaceResponse> DescribeNamespaceAsync(
        DescribeNamespaceRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DescribeNamespace", req, DescribeNamespaceResponse.Parser, options);

    /// <summary>Invokes GetClusterInfo.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<GetClusterInfoResponse> GetClusterInfoAsync(GetClusterInfoRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("GetClusterInfo", req, GetClusterInfoResponse.Parser, options);

    /// <summary>Invokes GetSearchAttributes.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<GetSearchAttributesResponse> GetSearchAttributesAsync(
        GetSearchAttributesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("GetSearchAttributes", req, GetSearchAttributesResponse.Parser, options);

    /// <summary>Invokes GetSystemInfo.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<GetSystemInfoResponse> GetSystemInfoAsync(GetSystemInfoRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("GetSystemInfo", req, GetSystemInfoResponse.Parser, options);

    /// <summary>Invokes ListNamespaces.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListNamespacesResponse> ListNamespacesAsync(ListNamespacesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListNamespaces", req, ListNamespacesResponse.Parser, options);

    /// <summary>Invokes RegisterNamespace.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<RegisterNamespaceResponse> RegisterNamespaceAsync(
        RegisterNamespaceRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("RegisterNamespace", req, RegisterNamespaceResponse.Parser, options);

    /// <summary>Invokes UpdateNamespace.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UpdateNamespaceResponse> UpdateNamespaceAsync(UpdateNamespaceRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UpdateNamespace", req, UpdateNamespaceResponse.Parser, options);
}
