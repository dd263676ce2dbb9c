using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Tests.Connections;

/// <summary>An operation's request and answer travel as JSON when another process runs the instance: each one survives it.</summary>
public class OperationTests
{
    private static readonly IReadOnlyList<(string Name, Type Request, Type Answer)> Operations =
    [
        .. from type in typeof(InstanceOperation<,>).Assembly.GetTypes()
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(InstanceOperation<,>)
           let operation = field.GetValue(null)
           select ((string)field.FieldType.GetProperty("Name")!.GetValue(operation)!, field.FieldType.GenericTypeArguments[0], field.FieldType.GenericTypeArguments[1]),
    ];

    [Fact]
    public void Names_are_unique()
    {
        Assert.True(Operations.Count > 100, $"{Operations.Count}");
        Assert.Equal(Operations.Count, Operations.Select(operation => operation.Name).Distinct().Count());
    }

    [Fact]
    public void Requests_and_answers_survive_JSON()
    {
        foreach (var type in Operations.SelectMany(operation => new[] { operation.Request, operation.Answer }).Distinct())
        {
            var value = Filled(type);
            var text = JsonSerializer.Serialize(value, type, OperationJson.Options);
            var back = JsonSerializer.Deserialize(text, type, OperationJson.Options);

            // Records compare lists by reference: what is written of the copy tells all.
            Assert.Equal(text, JsonSerializer.Serialize(back, type, OperationJson.Options));
            Assert.True(Covers(text, type), $"{type}: {text}");
        }
    }

    /// <summary>True when every property of the type was written, and none as null: nothing was lost on the way.</summary>
    private static bool Covers(string text, Type type) =>
        !text.Contains(":null", StringComparison.Ordinal)
        && (Element(type) ?? type) is var named
        && (IsPlain(named) || Carried(named).All(property => text.Contains($"\"{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}\":", StringComparison.Ordinal)));

    private static object Filled(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Element(type) is { } element)
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
            list.Add(Filled(element));
            return list;
        }

        return type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(Jid) => Jid.Parse("123@lid"),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddSeconds(7),
            _ when type == typeof(TimeSpan) => TimeSpan.FromDays(7),
            _ when type == typeof(TimeOnly) => new TimeOnly(8, 30),
            _ when type == typeof(Uri) => new Uri("https://example.com/x"),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>([1, 2, 3]),
            _ when type == typeof(System.Text.Json.JsonElement) => System.Text.Json.JsonElement.Parse("{\"x\":[1]}"),
            _ when type == typeof(bool) => true,
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
            _ when type.IsPrimitive => Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture),
            _ => Made(type),
        };
    }

    private static object Made(Type type)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in Carried(type))
        {
            property.SetValue(made, Filled(property.PropertyType));
        }

        return made;
    }

    private static IEnumerable<PropertyInfo> Carried(Type type) =>
        type.GetProperties().Where(property => property.CanWrite && property.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private static bool IsPlain(Type type) => type == typeof(string) || type == typeof(Jid) || type == typeof(ReadOnlyMemory<byte>) || type.IsPrimitive;

    private static Type? Element(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyCollection<>))
            ? type.GenericTypeArguments[0]
            : null;
}
