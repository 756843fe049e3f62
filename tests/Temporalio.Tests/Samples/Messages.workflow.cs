using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

public record Purchase(string Id, int Cents);

/// <summary>The workflow as its callers know it.</summary>
[Workflow]
public interface ILoyaltyProgram
{
    [WorkflowQuery]
    int Points { get; }

    [WorkflowRun]
    Task<string> RunAsync(string userId);

    [WorkflowSignal]
    Task NotifyPurchaseAsync(Purchase purchase);

    [WorkflowSignal("goodbye")]
    Task LeaveAsync();
}

[Workflow]
public class LoyaltyProgram : ILoyaltyProgram
{
    private readonly Queue<Purchase> _pending = new();
    private bool _left;

    [WorkflowQuery]
    public int Points { get; private set; }

    [WorkflowRun]
    public async Task<string> RunAsync(string userId)
    {
        while (true)
        {
            await Workflow.WaitConditionAsync(() => _pending.Count > 0 || _left);
            if (!_pending.TryDequeue(out var purchase))
            {
                return $"{userId}: {Points}";
            }
            Points += purchase.Cents;
            if (Points >= 10_000)
            {
                await Workflow.ExecuteActivityAsync(
                    () => SendCoupon(userId), new() { ScheduleToCloseTimeout = TimeSpan.FromMinutes(5) });
                Points -= 10_000;
            }
        }
    }

    [WorkflowSignal]
    public async Task NotifyPurchaseAsync(Purchase purchase)
    {
        if (_pending.All(p => p.Id != purchase.Id))
        {
            _pending.Enqueue(purchase);
        }
    }

    [WorkflowSignal("goodbye")]
    public async Task LeaveAsync() => _left = true;

    [Activity]
    public static void SendCoupon(string userId) => _ = userId;
}

public enum Screen
{
    First,
    Second,
    End,
}

public record UiRequest(string RequestId, Screen Screen);

/// <summary>A dialogue in which every answer is the next screen.</summary>
[Workflow]
public class WizardWorkflow
{
    private readonly Queue<UiRequest> _requests = new();
    private Screen _screen = Screen.First;

    [WorkflowRun]
    public async Task RunAsync()
    {
        while (_screen != Screen.End)
        {
            await Workflow.WaitConditionAsync(() => _requests.Count > 0);
            var request = _requests.Dequeue();
            _screen = await Workflow.ExecuteActivityAsync(
                () => NextScreen(request.Screen), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
        }
        await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished);
    }

    [WorkflowUpdate]
    public async Task<Screen> SubmitScreenAsync(UiRequest request)
    {
        _requests.Enqueue(request);
        await Workflow.WaitConditionAsync(() => _screen != request.Screen);
        return _screen;
    }

    [WorkflowUpdateValidator(nameof(SubmitScreenAsync))]
    public void ValidateSubmitScreen(UiRequest request)
    {
        if (request.Screen != _screen)
        {
            throw new ApplicationFailureException($"Screen {request.Screen} is not shown");
        }
    }

    [Activity]
    public static Screen NextScreen(Screen current) => current == Screen.First ? Screen.Second : Screen.End;
}

/// <summary>A cart that the first update creates.</summary>
[Workflow]
public class ShoppingCartWorkflow
{
    private readonly List<string> _items = [];
    private bool _checkedOut;

    [WorkflowRun]
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => _checkedOut && Workflow.AllHandlersFinished);
        return _items;
    }

    [WorkflowUpdate]
    public async Task<decimal?> AddItemAsync(string sku)
    {
        if (_checkedOut)
        {
            throw new ApplicationFailureException("Cart is closed");
        }
        await Workflow.DelayAsync(1);
        _items.Add(sku);
        return sku == "unknown" ? null : _items.Count * 5.5m;
    }

    [WorkflowSignal]
    public async Task CheckoutAsync() => _checkedOut = true;
}

/// <summary>Answers its caller early, by an update, and goes on.</summary>
[Workflow]
public class PaymentWorkflow
{
    private bool _isInitialized;

    [WorkflowRun]
    public async Task<string> RunAsync(int cents)
    {
        await Workflow.ExecuteLocalActivityAsync(
            () => Mint(cents), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
        _isInitialized = true;
        await Workflow.DelayAsync(50);
        return "settled";
    }

    [WorkflowUpdate]
    public async Task<bool> ConfirmAsync()
    {
        await Workflow.WaitConditionAsync(() => _isInitialized);
        return true;
    }

    [Activity]
    public static int Mint(int cents) => cents;
}
