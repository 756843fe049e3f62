using Microsoft.AspNetCore.Http;

namespace Sandbox.Hosting;

/// <summary>What a provider's sandbox adds to the host: its API, its switches, and the form of its refusals.</summary>
public interface ISandbox : IDisposable
{
    string Name { get; }

    /// <summary>Largest request body taken, in bytes.</summary>
    long BodyBytesMax { get; }

    /// <summary>One clause that says where state lives and how durable it is.</summary>
    string Storage { get; }

    /// <summary>Answers a request of the provider's API.</summary>
    Task HandleAsync(HttpContext context);

    /// <summary>Answers a request below <c>/_sandbox/</c>; false when there is no such switch.</summary>
    Task<bool> HandleControlAsync(HttpContext context, string path);

    /// <summary>Refuses a request that could not be read, or that met a fault of the sandbox, in the provider's form.</summary>
    Task RefuseAsync(HttpContext context, int status, string message);
}
