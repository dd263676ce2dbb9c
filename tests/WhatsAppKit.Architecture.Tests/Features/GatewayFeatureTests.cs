using Mono.Cecil;

namespace WhatsAppKit.Architecture.Tests.Features;

/// <summary>What a user of the client can do, a caller of the gateway can do too: an operation does it, or a reason says why none does.</summary>
public class GatewayFeatureTests
{
    /// <summary>What no operation does, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["client."] = "The connection's life: the endpoints of instances.",
        ["client.Messages."] = "Sending messages: the endpoints of messages, over the durable queue.",
        ["client.Media."] = "Files of messages: the endpoints of media.",
    };

    [Fact]
    public void Every_feature_of_the_client_is_done_by_an_operation()
    {
        var done = CalledByOperations();

        var missing = Feature.All().Where(feature => !IsException(feature) && !done.Contains((feature.Type, feature.Method))).Select(feature => feature.Path);

        Assert.Empty(missing);
    }

    [Fact]
    public void The_exceptions_are_still_features()
    {
        var features = Feature.All();

        Assert.All(Exceptions.Keys, path => Assert.Contains(features, feature => Service(feature) == path));
    }

    private static bool IsException(Feature feature) => Exceptions.ContainsKey(Service(feature));

    private static string Service(Feature feature) => feature.Path[..(feature.Path.LastIndexOf('.') + 1)];

    /// <summary>Whatever is called inside of a type that holds operations, lambdas and state machines included.</summary>
    private static HashSet<(string Type, string Method)> CalledByOperations()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, "WhatsAppKit.AspNetCore.dll"));
        return [.. from type in assembly.MainModule.GetTypes()
                   where Outermost(type).Fields.Any(field => field.FieldType.GetElementType().Name == "InstanceOperation`2")
                   from method in type.Methods
                   where method.HasBody
                   from called in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>()
                   select (called.DeclaringType.GetElementType().FullName, called.Name)];
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
