using Mono.Cecil;

namespace WhatsAppKit.Architecture.Tests.Features;

/// <summary>A test, and the methods it calls itself or through what is in its own assembly.</summary>
/// <param name="Name">Class and method.</param>
/// <param name="Calls">Full type name and method name, with how many steps lie between the test and the call.</param>
internal sealed record TestCalls(string Name, IReadOnlyDictionary<(string Type, string Method), int> Calls)
{
    /// <summary>Reads the tests of a compiled assembly.</summary>
    public static IReadOnlyList<TestCalls> Read(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var bodies = new CallGraph(assembly);
        return assembly.MainModule.GetTypes()
            .SelectMany(type => type.Methods)
            .Where(IsTest)
            .Select(test => new TestCalls($"{test.DeclaringType.Name}.{test.Name}", bodies.From(test)))
            .OrderBy(test => test.Name, StringComparer.Ordinal)
            .ToList();
    }

    private static bool IsTest(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "FactAttribute" or "TheoryAttribute");

    private sealed class CallGraph(AssemblyDefinition assembly)
    {
        private readonly Dictionary<string, MethodDefinition> _own = assembly.MainModule.GetTypes()
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody)
            .ToDictionary(method => method.FullName);

        public Dictionary<(string Type, string Method), int> From(MethodDefinition start)
        {
            var calls = new Dictionary<(string, string), int>();
            var seen = new HashSet<string> { start.FullName };
            var open = new Queue<(MethodDefinition Method, int Depth)>([(start, 0)]);
            while (open.TryDequeue(out var at))
            {
                foreach (var called in CalledBy(at.Method))
                {
                    calls.TryAdd((called.DeclaringType.GetElementType().FullName, called.Name), at.Depth);
                    if (_own.TryGetValue(called.GetElementMethod().FullName, out var next) && seen.Add(next.FullName))
                    {
                        open.Enqueue((next, at.Depth + (IsCompilers(next) ? 0 : 1)));
                    }
                }
            }

            return calls;
        }

        // What an async or iterating method does is in the MoveNext of a type made for it; a lambda is loaded, not called.
        private static IEnumerable<MethodReference> CalledBy(MethodDefinition method)
        {
            var machine = method.CustomAttributes
                .Where(attribute => attribute.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal))
                .Select(attribute => ((TypeReference)attribute.ConstructorArguments[0].Value).Resolve().Methods.Single(move => move.Name == "MoveNext"));
            return method.Body.Instructions
                .Select(instruction => instruction.Operand)
                .OfType<MethodReference>()
                .Concat(machine);
        }

        private static bool IsCompilers(MethodDefinition method) =>
            method.Name.Contains('<', StringComparison.Ordinal) || method.DeclaringType.Name.Contains('<', StringComparison.Ordinal);
    }
}
