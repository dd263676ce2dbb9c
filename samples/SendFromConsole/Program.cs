// WHATSAPP_API_KEY=wak_... SendFromConsole http://127.0.0.1:5080 +15550002 "Your parcel has left our house."
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.Client;

await using var services = new ServiceCollection().AddWhatsAppGatewayClient(options =>
{
    options.BaseAddress = new Uri(args[0]);
    options.ApiKey = Environment.GetEnvironmentVariable("WHATSAPP_API_KEY");
}).Services.BuildServiceProvider();
var sent = await services.GetRequiredService<IWhatsAppGateway>().Messages.SendTextAsync(args[1], args[2]);
Console.WriteLine($"The message {sent.Id} is {sent.Status}.");
