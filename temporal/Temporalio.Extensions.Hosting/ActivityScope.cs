using Microsoft.Extensions.DependencyInjection;

namespace Temporalio.Extensions.Hosting;

/// <summary>The scope of services that the current activity runs in; may be replaced by interceptors.</summary>
public static class ActivityScope
{
    private static readonly AsyncLocal<IServiceScope?> AsyncLocalScope = new();
    private static readonly AsyncLocal<object?> AsyncLocalInstance = new();

    /// <summary>Scope of the activity; null before it is made, and outside of activities of this library.</summary>
    public static IServiceScope? ServiceScope
    {
        get => AsyncLocalScope.Value;
        set => AsyncLocalScope.Value = value;
    }

    /// <summary>Instance that the activity is called on; null before it is made, and for static activities.</summary>
    public static object? ScopedInstance
    {
        get => AsyncLocalInstance.Value;
        set => AsyncLocalInstance.Value = value;
    }
}
