using Sagas.Contracts.Sagas;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Client;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>Makes the sagas' search attributes known to a server that has just started.</summary>
internal static class SearchAttributes
{
    public static Task RegisterAsync(ITemporalClient client) => client.Connection.OperatorService.AddSearchAttributesAsync(
        new AddSearchAttributesRequest
        {
            Namespace = client.Options.Namespace,
            SearchAttributes =
            {
                [SearchAttributeNames.SagaState] = IndexedValueType.Keyword,
                [SearchAttributeNames.SagaStep] = IndexedValueType.Keyword,
                [SearchAttributeNames.EventId] = IndexedValueType.Keyword,
                [SearchAttributeNames.MoneyAtRisk] = IndexedValueType.Int,
            },
        });
}
