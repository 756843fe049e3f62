using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Notifications;
using Sagas.Contracts.Payments;
using Sagas.Workflows.Bookings.Recovery;

namespace Sagas.Workflows.Bookings;

/// <summary>The data of one booking saga: its input, the receipts of its steps, and the business attempts.</summary>
internal sealed class BookingState(BookSeats command)
{
    public BookSeats Command { get; } = command;

    /// <summary>The input's customer, with the address as support may have corrected it.</summary>
    public Customer Customer { get; private set; } = command.Customer;

    public SeatsHeld? Held { get; set; }

    public PaymentAuthorised? Authorised { get; set; }

    /// <summary>The provider told that something happened to the payment, and nobody has looked since.</summary>
    public bool PaymentChanged { get; set; }

    public PaymentCancelled? PaymentCancelled { get; set; }

    public SeatsCommitted? Committed { get; set; }

    public PaymentCaptured? Captured { get; set; }

    public PaymentRefunded? Refunded { get; set; }

    public BookingConfirmed? Confirmed { get; set; }

    public TicketsVoided? Voided { get; set; }

    public SeatsReleased? Released { get; set; }

    public TicketsSent? Sent { get; set; }

    /// <summary>Set in a recovery only.</summary>
    public RecoveryNotes? Recovery { get; init; }

    /// <summary>Fencing number of the hold.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>Which card is being tried.</summary>
    public int PaymentAttempt { get; private set; } = 1;

    public int CaptureAttempt { get; private set; } = 1;

    public int RefundAttempt { get; private set; } = 1;

    /// <summary>Revision of the tickets' mail.</summary>
    public int MailRevision { get; private set; } = 1;

    public void CorrectEmail(string email)
    {
        Customer = Customer with { Email = email };
        MailRevision++;
    }

    /// <summary>Counts on where an earlier run left off.</summary>
    public void TakeUp(BookingFacts facts)
    {
        PaymentAttempt = facts.PaymentAttempt;
        RefundAttempt = facts.RefundAttempt;
        MailRevision = facts.MailRevision;
    }

    /// <summary>
    /// A decision to try again is a new business attempt where the provider would only repeat its first answer under the
    /// old key. Safe, because these activities look before they write.
    /// </summary>
    public void TryAnew(string stuck)
    {
        switch (stuck)
        {
            case BookingSteps.CapturePayment:
                CaptureAttempt++;
                break;
            case BookingCompensations.RefundPayment:
                RefundAttempt++;
                break;
        }
    }
}

/// <summary>Receipt of the authorisation.</summary>
internal sealed record PaymentAuthorised(string PaymentIntentId, Money Authorised, int Attempt);
