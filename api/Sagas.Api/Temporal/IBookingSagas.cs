using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Temporalio.Exceptions;

namespace Sagas.Api.Temporal;

/// <summary>The booking workflows, as the API uses them: start, wait, look, decide.</summary>
internal interface IBookingSagas
{
    /// <summary>Starts the workflow of an accepted booking. Starting it again is harmless: it runs once.</summary>
    /// <returns>Whether it was this call that started it.</returns>
    Task<bool> StartAsync(BookSeats booking);

    /// <summary>The outcome, as soon as there is one; null when <paramref name="stop"/> comes first.</summary>
    Task<BookingOutcome?> WaitAsync(string bookingId, CancellationToken stop);

    /// <summary>The timeline of a saga that is at work, by asking its worker.</summary>
    Task<SagaSnapshot> AskAsync(string workflowId, CancellationToken stop);

    /// <summary>The kept timeline of a saga that has ended.</summary>
    Task<KeptSaga> KeptAsync(string workflowId, CancellationToken stop);

    /// <summary>
    /// Sends a decision of support. The workflow's refusals come as <see cref="WorkflowUpdateFailedException"/>.
    /// </summary>
    Task<RepairAccepted> DecideAsync(
        string workflowId, string update, object decision, string decisionId, CancellationToken stop);

    /// <summary>Tells a saga to look at its payment; false: there is nothing left to tell, because it has ended.</summary>
    Task<bool> TellAsync(string bookingId, PaymentChanged hint, CancellationToken stop);

    /// <summary>True when Temporal answers.</summary>
    Task<bool> IsReachableAsync(CancellationToken stop);
}

/// <summary>What a workflow has left of its saga.</summary>
/// <param name="IsOpen">It is still at work: ask it.</param>
/// <param name="Saga">The finished timeline; null while it is at work, and when it did not end by itself.</param>
internal sealed record KeptSaga(bool IsOpen, SagaSnapshot? Saga);
