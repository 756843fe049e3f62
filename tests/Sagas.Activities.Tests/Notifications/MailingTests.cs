using Sagas.Activities.Notifications;
using Sagas.Activities.Support;
using Sagas.Activities.Tests.OpenApi;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Notifications;
using System.Text.Json;
using Temporalio.Exceptions;

namespace Sagas.Activities.Tests.Notifications;

[Collection(DatabaseCollection.Name)]
public sealed class MailingTests(DatabaseFixture database, ProviderFixture providers)
{
    [Fact]
    public async Task SendTickets_GoodAddress_OneMailWithCodesAndPictures()
    {
        var (booking, command) = await NewAsync("buyer@example.org");
        var sent = await Activities().SendTicketsAsync(command);
        var mail = (await providers.MailsAsync(command.Key)).Single();
        mail.GetProperty("id").GetString().ShouldBe(sent.MailId);
        var request = (await providers.MailAsync(sent.MailId!)).GetProperty("request");
        request.GetProperty("content")[0].GetProperty("value").GetString()!.ShouldContain("AAAA-BBBB-CCCC-DDDD");
        var html = request.GetProperty("content")[1].GetProperty("value").GetString()!;
        html.ShouldContain("cid:qr-AAAA-BBBB-CCCC-DDDD");
        html.ShouldContain("Rock &amp; Roll &lt;3");
        var picture = request.GetProperty("attachments")[0];
        picture.GetProperty("content_id").GetString().ShouldBe("qr-AAAA-BBBB-CCCC-DDDD");
        Convert.FromBase64String(picture.GetProperty("content").GetString()!)[1..4].ShouldBe("PNG"u8.ToArray());
        (await database.FactsAsync(booking.Id)).ShouldContain("mail_accepted");
    }

    [Fact]
    public async Task SendTickets_Twice_OneMail()
    {
        var (_, command) = await NewAsync("buyer@example.org");
        var first = await Activities().SendTicketsAsync(command);
        (await Activities().SendTicketsAsync(command)).MailId.ShouldBe(first.MailId);
        (await providers.MailsAsync(command.Key)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task SendTickets_AddressRefused_RefusedForGoodAndNotAskedAgain()
    {
        var (booking, command) = await NewAsync("buyer+refuse@example.org");
        var error = await TestBooking.RefusedAsync(
            () => Activities().SendTicketsAsync(command), RefusalCodes.MailAddressRejected);
        error.Message.ShouldNotContain("buyer");
        var asked = Sends();
        await TestBooking.RefusedAsync(() => Activities().SendTicketsAsync(command), RefusalCodes.MailAddressRejected);
        Sends().ShouldBe(asked);
        var corrected = command with
        {
            Key = booking.Key(BookingSteps.DeliverTickets, 2), Revision = 2, Customer = new Customer("B", "b@example.org"),
        };
        await Activities().SendTicketsAsync(corrected);
    }

    [Theory]
    [InlineData(429, FailureCodes.ProviderBusy)]
    [InlineData(500, FailureCodes.ProviderUnknown)]
    [InlineData(403, FailureCodes.ProviderCredentials)]
    public async Task SendTickets_ProviderDownThenUp_OneMail(int status, string code)
    {
        var (_, command) = await NewAsync("buyer@example.org");
        await providers.FailSendGridAsync(new { operation = "mail.send", status, times = 2, match = command.Key });
        for (var time = 0; time < 2; time++)
        {
            var error = await Should.ThrowAsync<ApplicationFailureException>(() => Activities().SendTicketsAsync(command));
            error.ErrorType.ShouldBe(code);
            error.NonRetryable.ShouldBeFalse();
        }

        await Activities().SendTicketsAsync(command);
        (await providers.MailsAsync(command.Key)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task SendTickets_ProviderRepeatsNameAndAddress_FailureSaysNeither(int status)
    {
        var (_, command) = await NewAsync("Private.Person@example.org");
        const string told = "private.person@EXAMPLE.org of Rock & Roll <3 is not welcome";
        var body = new { errors = new[] { new { message = told, field = "personalizations.0.to.0.email" } } };
        await providers.FailSendGridAsync(new { operation = "mail.send", status, body, match = command.Key });
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => Activities().SendTicketsAsync(command));
        error.ToString().ShouldNotContain("private.person", Case.Insensitive);
        error.ToString().ShouldNotContain("Rock & Roll");
    }

    [Fact]
    public async Task SendTickets_RefusedForANamelessCustomer_IsRefused()
    {
        var (_, command) = await NewAsync("buyer@example.org");
        var body = new { errors = new[] { new { message = "no" } } };
        await providers.FailSendGridAsync(new { operation = "mail.send", status = 400, body, match = command.Key });
        var nameless = command with { Customer = command.Customer with { Name = "" } };
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => Activities().SendTicketsAsync(nameless));
        error.NonRetryable.ShouldBeTrue(error.ToString());
    }

    [Fact]
    public async Task SendTickets_TakenButAnswerLost_FoundAndNotSentAgain()
    {
        var (_, command) = await NewAsync("buyer@example.org");
        await providers.FailSendGridAsync(new { operation = "mail.send", drop = true, work = true, match = command.Key });
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => Activities().SendTicketsAsync(command));
        error.ErrorType.ShouldBe(FailureCodes.ProviderUnknown);
        var sent = await Activities().SendTicketsAsync(command);
        (await providers.MailsAsync(command.Key)).Single().GetProperty("id").GetString().ShouldBe(sent.MailId);
    }

    [Fact]
    public async Task SendTickets_ProviderUnreachable_NotTakenAndToBeTriedAgain()
    {
        var (_, command) = await NewAsync("buyer@example.org");
        var nowhere = providers.Notifications(database.Effects, address: "http://127.0.0.1:1");
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => nowhere.SendTicketsAsync(command));
        error.ErrorType.ShouldBe(FailureCodes.ProviderBusy);
        await Activities().SendTicketsAsync(command);
        (await providers.MailsAsync(command.Key)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task SendCancellation_AfterRefund_SaysWhatWasReturned()
    {
        var (booking, _) = await NewAsync("buyer@example.org");
        var command = new SendCancellation(
            booking.Key(BookingCompensations.SendCancellation), booking.Id, booking.Customer, "An Evening", ["A-1"],
            new Money(12_000, "EUR"), "test");
        var sent = await Activities().SendCancellationAsync(command);
        var request = (await providers.MailAsync(sent.MailId!)).GetProperty("request");
        request.GetProperty("content")[0].GetProperty("value").GetString()!.ShouldContain("120.00 EUR");
    }

    [Fact]
    public async Task Requests_OfEveryMail_FitTheDescriptionAndNameNobodyInArguments()
    {
        var (_, command) = await NewAsync("described@example.org");
        await Activities().SendTicketsAsync(command);
        var description = PublishedDescription.Load("sendgrid.json");
        foreach (var post in providers.Recorder.Requests.Where(request => request.Path == "/v3/mail/send"))
        {
            var body = JsonDocument.Parse(post.Body!).RootElement;
            description.Check("POST", "/v3/mail/send", post.ContentType!, body).ShouldBeEmpty();
            var arguments = body.GetProperty("personalizations")[0].GetProperty("custom_args");
            arguments.EnumerateObject().Select(argument => argument.Name).ShouldBe(["mail_id"]);
        }
    }

    private NotificationActivities Activities() => providers.Notifications(database.Effects);

    private int Sends() => providers.Recorder.Requests.Count(request => request.Path == "/v3/mail/send");

    private async Task<(TestBooking Booking, SendTickets Command)> NewAsync(string email)
    {
        var booking = await new TestBooking(database, await database.NewEventAsync(2), "A-1").OpenedAsync();
        return (booking, new SendTickets(
            booking.Key(BookingSteps.DeliverTickets), booking.Id, 1, new Customer("Rock & Roll <3", email), "An Evening",
            new DateTimeOffset(2027, 3, 12, 20, 0, 0, TimeSpan.Zero), [new Ticket("AAAA-BBBB-CCCC-DDDD", "A-1")],
            new Money(12_000, "EUR")));
    }
}
