using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.OperatorService.V1;
using Endpoint = Temporalio.Api.Nexus.V1.Endpoint;

namespace Temporal.DevServer.Nexus.Endpoints;

/// <summary>Nexus endpoints for operators: create, get, list, update, delete.</summary>
internal sealed class EndpointRpcs(EndpointBook book, INamespaceRegistry namespaces) : IRpcService
{
    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        const string service = RpcTableBuilder.OperatorService;
        table.Add<CreateNexusEndpointRequest, CreateNexusEndpointResponse>(service, "CreateNexusEndpoint", CreateAsync);
        table.Add<GetNexusEndpointRequest, GetNexusEndpointResponse>(service, "GetNexusEndpoint", GetAsync);
        table.Add<ListNexusEndpointsRequest, ListNexusEndpointsResponse>(service, "ListNexusEndpoints", ListAsync);
        table.Add<UpdateNexusEndpointRequest, UpdateNexusEndpointResponse>(service, "UpdateNexusEndpoint", UpdateAsync);
        table.Add<DeleteNexusEndpointRequest, DeleteNexusEndpointResponse>(service, "DeleteNexusEndpoint", DeleteAsync);
    }

    private async Task<CreateNexusEndpointResponse> CreateAsync(CreateNexusEndpointRequest request, RpcContext context)
    {
        EndpointRules.Check(request.Spec, namespaces);
        return new CreateNexusEndpointResponse { Endpoint = await book.CreateAsync(request.Spec).ConfigureAwait(false) };
    }

    private Task<GetNexusEndpointResponse> GetAsync(GetNexusEndpointRequest request, RpcContext context)
    {
        EndpointRules.CheckId(request.Id);
        return book.Find(request.Id) is { } endpoint
            ? Task.FromResult(new GetNexusEndpointResponse { Endpoint = endpoint })
            : throw RpcErrors.NotFound($"Nexus endpoint with ID `{request.Id}` not found");
    }

    private async Task<UpdateNexusEndpointResponse> UpdateAsync(UpdateNexusEndpointRequest request, RpcContext context)
    {
        EndpointRules.Check(request.Spec, namespaces);
        return new UpdateNexusEndpointResponse
        {
            Endpoint = await book.UpdateAsync(request.Id, request.Version, request.Spec).ConfigureAwait(false),
        };
    }

    private async Task<DeleteNexusEndpointResponse> DeleteAsync(DeleteNexusEndpointRequest request, RpcContext context)
    {
        EndpointRules.CheckDelete(request.Id, request.Version);
        await book.RemoveAsync(request.Id).ConfigureAwait(false);
        return new DeleteNexusEndpointResponse();
    }

    private Task<ListNexusEndpointsResponse> ListAsync(ListNexusEndpointsRequest request, RpcContext context)
    {
        var all = book.List();
        if (request.Name.Length > 0)
        {
            return Task.FromResult(new ListNexusEndpointsResponse
            {
                Endpoints = { all.Where(e => e.Spec.Name == request.Name) },
            });
        }

        var size = EndpointRules.PageSize(request.PageSize);
        var start = StartOf(all, request.NextPageToken);
        var response = new ListNexusEndpointsResponse { Endpoints = { all.Skip(start).Take(size) } };
        if (start + size < all.Count)
        {
            response.NextPageToken = ByteString.CopyFromUtf8(all[start + size].Id);
        }

        return Task.FromResult(response);
    }

    /// <summary>A page's token is the id of its first endpoint.</summary>
    private static int StartOf(IReadOnlyList<Endpoint> all, ByteString token)
    {
        if (token.IsEmpty)
        {
            return 0;
        }

        var id = token.ToStringUtf8();
        var start = all.TakeWhile(e => e.Id != id).Count();
        return start < all.Count ? start : throw RpcErrors.FailedPrecondition(
            "could not find endpoint indicated by nexus list endpoints next page token");
    }
}
