using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.Enums.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>Options for a client of a connection.</summary>
public class TemporalClientOptions : ICloneable
{
    /// <summary>Namespace.</summary>
    /// <value><c>default</c>.</value>
    public string Namespace { get; set; } = "default";

    /// <summary>Converter of values and exceptions.</summary>
    /// <value><see cref="DataConverter.Default"/>.</value>
    public DataConverter DataConverter { get; set; } = DataConverter.Default;

    /// <summary>Interceptors, the first outermost. Those that also intercept workers are used by workers too.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<IClientInterceptor>? Interceptors { get; set; }

    /// <summary>Plugins. Those that are also worker plugins are used by workers too.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<ITemporalClientPlugin>? Plugins { get; set; }

    /// <summary>Makes the loggers.</summary>
    /// <value>Nothing is logged.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>States of a workflow in which queries are refused.</summary>
    /// <value>Null: none.</value>
    public QueryRejectCondition? QueryRejectCondition { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
