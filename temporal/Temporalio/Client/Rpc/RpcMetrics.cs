using System.Diagnostics;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Runtime;

namespace Temporalio.Client.Rpc;

/// <summary>Counts and times calls under the names every Temporal SDK uses.</summary>
internal sealed class RpcMetrics
{
    private readonly Instruments _quick;
    private readonly Instruments _long;

    private RpcMetrics(SdkMetrics metrics)
    {
        _quick = new(metrics, "request");
        _long = new(metrics, "long_request");
    }

    public static RpcMetrics For(TemporalConnectionOptions options) =>
        new((options.Runtime ?? TemporalRuntime.Default).Metrics);

    public void Succeeded(string operation, bool isLong, long began) =>
        (isLong ? _long : _quick).Record(operation, began);

    public void Failed(string operation, bool isLong, long began, RpcException.StatusCode code)
    {
        var instruments = isLong ? _long : _quick;
        instruments.Record(operation, began);
        instruments.RecordFailure(operation, code);
    }

    private sealed class Instruments(SdkMetrics metrics, string name)
    {
        private readonly MetricCounter<long> _requests = metrics.Counter(name, "Calls of the server");
        private readonly MetricCounter<long> _failures = metrics.Counter($"{name}_failure", "Failed calls");
        private readonly SdkMetrics.Latency _latency = metrics.Histogram($"{name}_latency", "Time of calls");

        public void Record(string operation, long began)
        {
            if (!metrics.IsEnabled)
            {
                return;
            }
            KeyValuePair<string, object>[] tags = [new("operation", operation)];
            _requests.Add(1, tags);
            _latency.Record(Stopwatch.GetElapsedTime(began), tags);
        }

        public void RecordFailure(string operation, RpcException.StatusCode code)
        {
            if (metrics.IsEnabled)
            {
                _failures.Add(1, [new("operation", operation), new("status_code", StatusName(code))]);
            }
        }

        private static string StatusName(RpcException.StatusCode code) => code switch
        {
            RpcException.StatusCode.OK => "OK",
            _ => string.Concat(code.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"_{c}" : $"{c}"))
                .ToUpperInvariant(),
        };
    }
}
