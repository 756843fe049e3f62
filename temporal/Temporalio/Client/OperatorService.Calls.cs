using Temporalio.Api.OperatorService.V1;

namespace Temporalio.Client;

/// <summary>Calls of Temporal's operator service, one method for each.</summary>
public abstract partial class OperatorService
{
    /// <summary>Invokes AddOrUpdateRemoteCluster.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<AddOrUpdateRemoteClusterResponse> AddOrUpdateRemoteClusterAsync(
        AddOrUpdateRemoteClusterRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("AddOrUpdateRemoteCluster", req, AddOrUpdateRemoteClusterResponse.Parser, options);

    /// <summary>Invokes AddSearchAttributes.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<AddSearchAttributesResponse> AddSearchAttributesAsync(
        AddSearchAttributesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("AddSearchAttributes", req, AddSearchAttributesResponse.Parser, options);

    /// <summary>Invokes CreateNexusEndpoint.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<CreateNexusEndpointResponse> CreateNexusEndpointAsync(
        CreateNexusEndpointRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("CreateNexusEndpoint", req, CreateNexusEndpointResponse.Parser, options);

    /// <summary>Invokes DeleteNamespace.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DeleteNamespaceResponse> DeleteNamespaceAsync(DeleteNamespaceRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DeleteNamespace", req, DeleteNamespaceResponse.Parser, options);

    /// <summary>Invokes DeleteNexusEndpoint.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DeleteNexusEndpointResponse> DeleteNexusEndpointAsync(
        DeleteNexusEndpointRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DeleteNexusEndpoint", req, DeleteNexusEndpointResponse.Parser, options);

    /// <summary>Invokes GetNexusEndpoint.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<GetNexusEndpointResponse> GetNexusEndpointAsync(
        GetNexusEndpointRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("GetNexusEndpoint", req, GetNexusEndpointResponse.Parser, options);

    /// <summary>Invokes ListClusters.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListClustersResponse> ListClustersAsync(ListClustersRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListClusters", req, ListClustersResponse.Parser, options);

    /// <summary>Invokes ListNexusEndpoints.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListNexusEndpointsResponse> ListNexusEndpointsAsync(
        ListNexusEndpointsRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListNexusEndpoints", req, ListNexusEndpointsResponse.Parser, options);

    /// <summary>Invokes ListSearchAttributes.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListSearchAttributesResponse> ListSearchAttributesAsync(
        ListSearchAttributesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListSearchAttributes", req, ListSearchAttributesResponse.Parser, options);

    /// <summary>Invokes RemoveRemoteCluster.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<RemoveRemoteClusterResponse> RemoveRemoteClusterAsync(
        RemoveRemoteClusterRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("RemoveRemoteCluster", req, RemoveRemoteClusterResponse.Parser, options);

    /// <summary>Invokes RemoveSearchAttributes.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<RemoveSearchAttributesResponse> RemoveSearchAttributesAsync(
        RemoveSearchAttributesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("RemoveSearchAttributes", req, RemoveSearchAttributesResponse.Parser, options);

    /// <summary>Invokes UpdateNexusEndpoint.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UpdateNexusEndpointResponse> UpdateNexusEndpointAsync(
        UpdateNexusEndpointRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UpdateNexusEndpoint", req, UpdateNexusEndpointResponse.Parser, options);
}
