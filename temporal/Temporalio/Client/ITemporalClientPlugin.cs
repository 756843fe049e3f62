namespace Temporalio.Client;

/// <summary>Changes the options of clients and wraps their connecting.</summary>
public interface ITemporalClientPlugin
{
    /// <summary>Name.</summary>
    string Name { get; }

    /// <summary>Changes the options of a client before it is made.</summary>
    /// <param name="options">Options to change.</param>
    void ConfigureClient(TemporalClientOptions options);

    /// <summary>Wraps connecting.</summary>
    /// <param name="options">Options of the connection.</param>
    /// <param name="continuation">Connects.</param>
    /// <returns>The connection.</returns>
    Task<TemporalConnection> ConnectAsync(
        TemporalClientConnectOptions options,
        Func<TemporalClientConnectOptions, Task<TemporalConnection>> continuation);
}
