using System.Reflection;
using Refit;

namespace WhatsAppKit.Client.Http;

/// <summary>Makes the slices of a client: each speaks with what its <see cref="HttpClient"/> brings along, the address and the credential.</summary>
internal sealed class GatewayApi(HttpClient http)
{
    private static readonly RefitSettings Settings = new(new SystemTextJsonContentSerializer(GatewayJson.Default.Options))
    {
        ExceptionFactory = GatewayErrors.FromResponseAsync,
        TransportExceptionFactory = GatewayErrors.FromTransport,
        DeserializationExceptionFactory = GatewayErrors.FromContentAsync,
        UrlParameterFormatterMap = { [typeof(bool)] = new FlagFormatter() },
    };

    public T Create<T>()
        where T : class => RestService.ForGenerated<T>(http, Settings);

    /// <summary>As the document of the API has it, and not as .NET writes it.</summary>
    private sealed class FlagFormatter : IUrlParameterFormatter
    {
        public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) => value is true ? "true" : "false";
    }
}
