namespace Temporalio.Client.Interceptors;

/// <summary>Puts an interceptor into the calls of a client.</summary>
public interface IClientInterceptor
{
    /// <summary>Makes the interceptor.</summary>
    /// <param name="nextInterceptor">Next in the chain.</param>
    /// <returns>The interceptor, or the next one when there is nothing to intercept.</returns>
    ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => nextInterceptor;
}
