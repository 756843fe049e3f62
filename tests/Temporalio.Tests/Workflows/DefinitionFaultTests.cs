using Temporalio.Activities;
using Temporalio.Client.Schedules;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

/// <summary>What cannot be a workflow or an activity, and what is said of it: the words are the official package's.</summary>
public class DefinitionFaultTests
{
    [Theory]
    [InlineData(typeof(Generic<int>), "has generic type arguments")]
    [InlineData(typeof(GenericMethods), "RunAsync[T](T) with WorkflowRun contains generic parameters")]
    [InlineData(typeof(GenericMethods), "SignalAsync[T](T) with WorkflowSignal contains generic parameters")]
    [InlineData(typeof(Heir), "RunAsync() must be declared on ")]
    [InlineData(typeof(Heir), "WorkflowSignal on base definition of System.Threading.Tasks.Task SignalAsync() but not override")]
    [InlineData(typeof(Heir), "WorkflowQuery on base definition of System.String Ask() but not override")]
    [InlineData(typeof(Reserved), "Workflow name __temporal_mine cannot start with __temporal")]
    [InlineData(typeof(Reserved), "Query handler name __enhanced_stack_trace cannot start with __enhanced_stack_trace")]
    [InlineData(typeof(TwoOptions), "TwoAsync() cannot be used more than once")]
    [InlineData(typeof(TwoRuns), "WorkflowRun on multiple: ")]
    [InlineData(typeof(TwoRuns), "has more than one update named Same")]
    [InlineData(typeof(Mismatch), "Mismatch does not have a valid WorkflowRun method")]
    [InlineData(typeof(Odd), "WorkflowUpdateValidator method Void Check(Int32) must have the same parameters as ")]
    [InlineData(typeof(Odd), "WorkflowQuery property System.String Written must have public getter")]
    [InlineData(typeof(Mismatch), "must match parameter types of WorkflowInit on Void .ctor(System.String)")]
    public void Workflow_Faulty_IsRefused(Type type, string fault) =>
        Should.Throw<AggregateException>(() => WorkflowDefinition.Create(type))
            .InnerExceptions.ShouldContain(e => e is ArgumentException && e.Message.Contains(fault));

    [Fact]
    public void Activity_NamedLikeTemporals_IsRefused() =>
        Should.Throw<ArgumentException>(() => ActivityDefinition.Create([Activity("__temporal_mine")] () => 1))
            .Message.ShouldBe("Activity name __temporal_mine cannot start with __temporal");

    [Fact]
    public void Activity_DynamicWithOtherArguments_IsRefused() =>
        Should.Throw<ArgumentException>(() => ActivityDefinition.Create([Activity(Dynamic = true)] (int x) => x))
            .Message.ShouldBe("Dynamic activity must accept a required array of IRawValue");

    [Fact]
    public void Activity_LambdaWithoutName_IsRefused() =>
        Should.Throw<ArgumentException>(() => ActivityDefinition.Create([Activity] () => "result"))
            .Message.ShouldContain("appears to be a lambda which must have a name given on the attribute");

    [Fact]
    public void Activities_OfAnInstanceThatIsMissing_AreRefused() =>
        Should.Throw<InvalidOperationException>(() => ActivityDefinition.CreateAll(typeof(Acting), null))
            .Message.ShouldBe("Instance not provided, but activity method Int32 Act() is non-static");

    [Fact]
    public void ScheduleRange_OfOneNumber_EndsWithIt() => new ScheduleRange(7).ShouldBe(new(7, 7, 1));

    [Workflow]
    public class Generic<T>
    {
        [WorkflowRun]
        public Task RunAsync(T value) => Task.CompletedTask;
    }

    [Workflow]
    public class GenericMethods
    {
        [WorkflowRun]
        public Task RunAsync<T>(T value) => Task.CompletedTask;

        [WorkflowSignal]
        public Task SignalAsync<T>(T value) => Task.CompletedTask;
    }

    public abstract class Ancestor
    {
        [WorkflowRun]
        public Task RunAsync() => Task.CompletedTask;

        [WorkflowSignal]
        public virtual Task SignalAsync() => Task.CompletedTask;

        [WorkflowQuery]
        public virtual string Ask() => "ancestor";
    }

    [Workflow]
    public class Heir : Ancestor
    {
        public override Task SignalAsync() => Task.CompletedTask;

        public override string Ask() => "heir";
    }

    [Workflow]
    public class Odd
    {
        [WorkflowQuery]
        public string Written
        {
            set => _ = value;
        }

        [WorkflowRun]
        public Task RunAsync() => Task.CompletedTask;

        [WorkflowUpdateValidator(nameof(ChangeAsync))]
        public void Check(int value)
        {
            // Only its parameters matter.
        }

        [WorkflowUpdate]
        public Task ChangeAsync(string value) => Task.CompletedTask;
    }

    [Workflow("__temporal_mine")]
    public class Reserved
    {
        [WorkflowRun]
        public Task RunAsync() => Task.CompletedTask;

        [WorkflowQuery("__enhanced_stack_trace")]
        public string Ask() => "mine";
    }

    [Workflow(Dynamic = true)]
    public class TwoOptions
    {
        [WorkflowRun]
        public Task RunAsync(IRawValue[] args) => Task.CompletedTask;

        [WorkflowDynamicOptions]
        public WorkflowDefinitionOptions OneAsync() => new();

        [WorkflowDynamicOptions]
        public WorkflowDefinitionOptions TwoAsync() => new();
    }

    [Workflow]
    public class TwoRuns
    {
        [WorkflowRun]
        public Task FirstAsync() => Task.CompletedTask;

        [WorkflowRun]
        public Task SecondAsync() => Task.CompletedTask;

        [WorkflowUpdate]
        public Task SameAsync() => Task.CompletedTask;

        [WorkflowUpdate("Same")]
        public Task OtherAsync() => Task.CompletedTask;
    }

    [Workflow]
    public class Mismatch
    {
        [WorkflowInit]
        public Mismatch(string name) => Name = name;

        public string Name { get; }

        [WorkflowRun]
        public Task RunAsync(int number) => Task.CompletedTask;
    }

    public class Acting
    {
        [Activity]
        public int Act() => 1;
    }
}
