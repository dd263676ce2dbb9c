using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Names an operation, and gives one without a summary the words of its name: <c>SendText</c> becomes "Send text".</summary>
internal static partial class OperationWords
{
    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.OperationId ??= context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationName>().LastOrDefault()?.Text;
        if (string.IsNullOrEmpty(operation.Summary) && operation.OperationId is { Length: > 0 } name)
        {
            var words = Capitals().Replace(name, match => " " + match.Value.ToLowerInvariant()).Trim();
            operation.Summary = char.ToUpperInvariant(words[0]) + words[1..];
        }

        return Task.CompletedTask;
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
