using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Temporalio.Common;

/// <summary>
/// Takes the method and the argument values out of a lambda such as <c>wf =&gt; wf.RunAsync(arg)</c>.
/// </summary>
internal static class ExpressionUtil
{
    /// <summary>Extracts a call.</summary>
    /// <param name="call">Lambda whose body is one method call.</param>
    /// <returns>The called method and its argument values.</returns>
    /// <exception cref="ArgumentException">The body is no call of a method of the lambda's parameter.</exception>
    public static (MethodInfo Method, IReadOnlyCollection<object?> Args) ExtractCall(LambdaExpression call)
    {
        if (!IsCall(call, out var body))
        {
            throw new ArgumentException("Expression must be a single method call");
        }
        RequireReceiver(call, body.Object, body.Method);
        var args = body.Arguments.Count == 0 ? [] : new object?[body.Arguments.Count];
        for (var i = 0; i < args.Length; i++)
        {
            args[i] = Evaluate(body.Arguments[i]);
        }
        return (MostDerived(body.Method, body.Object), args);
    }

    /// <summary>Extracts a property read or a call.</summary>
    /// <param name="access">Lambda whose body is one property read or one method call.</param>
    /// <returns>The member and the argument values, which are empty for a property.</returns>
    public static (MemberInfo Member, IReadOnlyCollection<object?> Args) ExtractMemberAccess(LambdaExpression access)
    {
        if (StripConversions(access.Body) is MemberExpression { Member: PropertyInfo property } member)
        {
            RequireReceiver(access, member.Expression, property);
            return (property, []);
        }
        return IsCall(access, out _)
            ? ExtractCall(access)
            : throw new ArgumentException("Expression must be a single method call or property access");
    }

    /// <summary>Whether the body is one call; a method named without being called is one that makes a delegate.</summary>
    private static bool IsCall(LambdaExpression lambda, [NotNullWhen(true)] out MethodCallExpression? call)
    {
        call = StripConversions(lambda.Body) as MethodCallExpression;
        return call != null && call.Method.DeclaringType != typeof(MethodInfo);
    }

    private static void RequireReceiver(LambdaExpression lambda, Expression? receiver, MemberInfo member)
    {
        if (lambda.Parameters.Count == 0)
        {
            return;
        }
        if (receiver == null)
        {
            throw new ArgumentException(
                $"Static call of {member.DeclaringType?.Name}.{member.Name} must not have a lambda parameter");
        }
        if (StripConversions(receiver) != lambda.Parameters[0])
        {
            throw new ArgumentException(
                $"Expression must call {member.Name} directly on the lambda parameter {lambda.Parameters[0].Name}");
        }
    }

    /// <summary>
    /// A call of a virtual method names the method that was declared first; attributes are on the one that is run.
    /// </summary>
    private static MethodInfo MostDerived(MethodInfo method, Expression? receiver)
    {
        var type = receiver == null ? null : StripConversions(receiver).Type;
        if (type is not { IsClass: true } || !method.IsVirtual || method.DeclaringType is not { IsClass: true })
        {
            return method;
        }
        var root = method.GetBaseDefinition();
        return Array.Find(
            type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            candidate => candidate.IsVirtual && candidate.GetBaseDefinition() == root) ?? method;
    }

    private static Expression StripConversions(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion)
        {
            expression = conversion.Operand;
        }
        return expression;
    }

    /// <summary>
    /// Evaluates constants, captured variables and member chains without compiling; compiles the rest.
    /// </summary>
    private static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member when TryEvaluateOwner(member, out var owner) =>
            field.GetValue(owner),
        MemberExpression { Member: PropertyInfo property } member when TryEvaluateOwner(member, out var owner) =>
            property.GetValue(owner, BindingFlags.DoNotWrapExceptions, null, null, null),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } conversion
            when conversion.Type.IsAssignableFrom(conversion.Operand.Type) => Evaluate(conversion.Operand),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object)))
            .Compile(preferInterpretation: true)(),
    };

    private static bool TryEvaluateOwner(MemberExpression member, out object? owner)
    {
        if (member.Expression == null)
        {
            owner = null;
            return true;
        }
        if (member.Expression is ConstantExpression or MemberExpression)
        {
            owner = Evaluate(member.Expression);
            return owner != null;
        }
        owner = null;
        return false;
    }
}
